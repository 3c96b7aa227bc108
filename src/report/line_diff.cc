#include "report/line_diff.h"

#include <algorithm>
#include <cstdint>

namespace aludel {
namespace {

constexpr std::size_t kMostCells = 1'000'000;

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

// The longest common subsequence of what is between the common beginning and the common end.
class Middle {
 public:
  Middle(std::vector<std::string_view> from, std::vector<std::string_view> to)
      : from_(std::move(from)), to_(std::move(to)) {}

  void add_to(std::vector<DiffLine>& out) {
    const bool compared = from_.size() * to_.size() <= kMostCells;
    if (compared) fill();
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < from_.size() || j < to_.size()) {
      const bool both = compared && i < from_.size() && j < to_.size();
      if (both && from_[i] == to_[j]) {
        out.push_back({' ', from_[i]});
        ++i, ++j;
      } else if (i < from_.size() && (!both || length(i + 1, j) >= length(i, j + 1))) {
        out.push_back({'-', from_[i++]});
      } else {
        out.push_back({'+', to_[j++]});
      }
    }
  }

 private:
  std::uint32_t& length(std::size_t i, std::size_t j) { return lengths_[i * (to_.size() + 1) + j]; }
  void fill() {
    lengths_.assign((from_.size() + 1) * (to_.size() + 1), 0);
    for (std::size_t i = from_.size(); i-- > 0;) {
      for (std::size_t j = to_.size(); j-- > 0;) {
        length(i, j) = from_[i] == to_[j] ? length(i + 1, j + 1) + 1 : std::max(length(i + 1, j), length(i, j + 1));
      }
    }
  }

  std::vector<std::string_view> from_, to_;
  std::vector<std::uint32_t> lengths_;
};

}  // namespace

std::vector<DiffLine> diff_lines(std::string_view from, std::string_view to) {
  std::vector<std::string_view> a = lines_of(from);
  std::vector<std::string_view> b = lines_of(to);
  std::vector<DiffLine> out;
  const auto begin = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  for (auto line = a.begin(); line != begin.first; ++line) out.push_back({' ', *line});
  a.erase(a.begin(), begin.first);
  b.erase(b.begin(), begin.second);
  const auto end = std::mismatch(a.rbegin(), a.rend(), b.rbegin(), b.rend());
  const std::vector<std::string_view> tail(end.first.base(), a.end());
  a.erase(end.first.base(), a.end());
  b.erase(end.second.base(), b.end());
  Middle(std::move(a), std::move(b)).add_to(out);
  for (const std::string_view line : tail) out.push_back({' ', line});
  return out;
}

}  // namespace aludel
