// Names and placeholders in SQL of Aludel's own.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace aludel::postgresql {

[[nodiscard]] std::string quoted_name(std::string_view name);
// What a string literal in single quotes says; other literals as they are.
[[nodiscard]] std::string unquoted_text(std::string_view literal);
[[nodiscard]] std::string quoted_text(std::string_view text);
// `{"a","b"}`: an array as a parameter's text.
[[nodiscard]] std::string array_literal(const std::vector<std::string>& words);
// `?` outside of quotes becomes $1, $2 ...
[[nodiscard]] std::string numbered(std::string_view sql);

}  // namespace aludel::postgresql
