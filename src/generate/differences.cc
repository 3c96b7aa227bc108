#include "generate/differences.h"

#include <algorithm>

#include <fmt/core.h>

#include "core/utf8.h"
#include "diff/diff.h"

namespace aludel {
namespace {

constexpr std::size_t kMostShown = 20;

}  // namespace

std::vector<std::string> differences(const Schema& is, const Schema& should) {
  std::vector<std::string> lines;
  for (const Change& change : diff(is, should)) lines.push_back(fmt::format("still to change: {}", describe(change)));
  if (!lines.empty()) return lines;
  for (const Change& change : diff(should, is)) lines.push_back(fmt::format("the other way: {}", describe(change)));
  return lines;
}

Error with_notes(Error failure, const std::vector<std::string>& lines) {
  std::vector<std::string>& notes = failure.diagnostic().notes;
  for (std::size_t i = 0; i < std::min(lines.size(), kMostShown); ++i) notes.push_back(printable(lines[i]));
  if (lines.size() > kMostShown) notes.push_back(fmt::format("and {} more", lines.size() - kMostShown));
  return failure;
}

}  // namespace aludel
