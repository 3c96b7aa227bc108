// Lists of words, and numbers of things, as text.
#pragma once

#include <string>
#include <string_view>

namespace aludel {

template <typename Range>
[[nodiscard]] std::string joined(const Range& words, std::string_view separator) {
  std::string text;
  bool first = true;
  for (const auto& word : words) {
    if (!first) text += separator;
    first = false;
    text += word;
  }
  return text;
}

// `a`, `b`, `c`: names in a message.
template <typename Range>
[[nodiscard]] std::string listed(const Range& words) {
  return words.empty() ? std::string() : "`" + joined(words, "`, `") + "`";
}

// `1 row`, `2 rows`.
template <typename Number>
[[nodiscard]] std::string counted(Number count, std::string_view one) {
  std::string text = std::to_string(count) + ' ';
  text += one;
  if (count != 1) text += 's';
  return text;
}

}  // namespace aludel
