// Two texts compared line by line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace aludel {

struct DiffLine {
  char sign;  // ' ', '-' or '+'
  std::string_view text;
  bool operator==(const DiffLine&) const = default;
};

// What is the same is kept as long as possible; of very long texts only the beginning and the end are compared.
[[nodiscard]] std::vector<DiffLine> diff_lines(std::string_view from, std::string_view to);

}  // namespace aludel
