// Texts that fit the patterns of a CHECK: the engine decides whether one does.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace aludel {

// Text number `n` for a pattern of LIKE (`'%@%'`) and one of GLOB (`'[0-9]*'`); both are SQL literals. None where the
// literal has no wildcards. https://sqlite.org/lang_expr.html#the_like_glob_regexp_match_and_extract_operators
[[nodiscard]] std::vector<std::string> texts_like(std::string_view literal, std::int64_t n);

}  // namespace aludel
