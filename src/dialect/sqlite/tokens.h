// SQL cut into tokens, as far as comparing two texts needs it: comments and white space gone, case and quoting of names
// evened out. It reads what SQLite stored, which SQLite has accepted; it decides nothing about what may run.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/source.h"

namespace aludel::sqlite {

// The token after `from`, as written; empty at the end.
[[nodiscard]] Span next_token(std::string_view sql, std::size_t from);

// A name without its quotes, whichever they are; any other token as it is.
[[nodiscard]] std::string unquoted(std::string_view token);

using Tokens = std::vector<std::string>;

// Names and keywords in lower case, names without their quotes where they need none; strings, numbers and signs as they
// are.
[[nodiscard]] Tokens tokens_of(std::string_view sql);
[[nodiscard]] std::string join(std::span<const std::string> tokens);
// tokens_of and join.
[[nodiscard]] std::string normalised(std::string_view sql);

}  // namespace aludel::sqlite
