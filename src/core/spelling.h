// Finds the name that a user probably meant.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aludel {

// How many slips of the finger make `b` of `a`: insertions, deletions, changes, swaps of neighbours; without regard to
// case.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

// The one of `known` that is nearest to `word` by edit distance (a swap of neighbours counts one), if it is near enough
// to be a slip of the finger: at most a third of the word's length, at least one. Ties go to the first.
[[nodiscard]] std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& known);

}  // namespace aludel
