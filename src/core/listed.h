// Lists of words as text.
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

}  // namespace aludel
