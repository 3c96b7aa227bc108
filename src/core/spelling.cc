#include "core/spelling.h"

#include <algorithm>

namespace aludel {

// Optimal string alignment distance.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> now(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t cost = lower(a[i - 1]) == lower(b[j - 1]) ? 0 : 1;
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + cost});
      const bool swapped = i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]);
      if (swapped) now[j] = std::min(now[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, now);
  }
  return last[b.size()];
}

std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& known) {
  std::size_t best = std::max<std::size_t>(1, word.size() / 3) + 1;
  const std::string* found = nullptr;
  for (const std::string& name : known) {
    const std::size_t length_gap = name.size() > word.size() ? name.size() - word.size() : word.size() - name.size();
    if (length_gap >= best) continue;
    const std::size_t d = edit_distance(word, name);
    if (d < best) {
      best = d;
      found = &name;
    }
  }
  if (found == nullptr && word.size() >= 3) {  // only begun
    const auto begun =
        std::find_if(known.begin(), known.end(), [&](const std::string& name) { return name.starts_with(word); });
    if (begun != known.end()) return *begun;
  }
  return found == nullptr ? std::nullopt : std::optional<std::string>(*found);
}

}  // namespace aludel
