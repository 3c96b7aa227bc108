// Numbers in texts that programs wrote: a server's answers, rows of Aludel's own tables.
#pragma once

#include <charconv>
#include <cstdint>
#include <string_view>

namespace aludel {

// The whole number at the front of the text; 0 if there is none.
template <typename Number = std::int64_t>
[[nodiscard]] Number number_of(std::string_view text) {
  Number number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace aludel
