// SQL as it may stand in a revision file.
#pragma once

#include <string>
#include <string_view>

#include "dialect/script.h"

namespace aludel::sqlite {

// A string as SQL.
[[nodiscard]] std::string text_sql(std::string_view text);

// The statement with nothing in it that a revision file would read as its own: no line that begins like a marker
// (comments are indented, strings put together from two), no comment at its end that would swallow the `;`. Throws
// kMarker for a name with such a line in it, since a name has one spelling only.
[[nodiscard]] std::string file_safe(std::string_view sql);

// In one line, for comments and for the names of constraints that are read as messages.
[[nodiscard]] std::string one_line(std::string_view text);

}  // namespace aludel::sqlite
