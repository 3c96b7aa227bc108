// Names and texts inside Aludel's own SQL. Nothing here depends on what a revision made of the session.
#pragma once

#include <string>
#include <string_view>

#include "dialect/connection.h"

namespace aludel::mariadb {

[[nodiscard]] std::string quoted_name(std::string_view name);
// A text is written in quotes if its bytes mean the same in every character set and sql_mode; else as hexadecimal
// digits.
[[nodiscard]] std::string literal(std::string_view text);
// With the values in the places of the `?`.
[[nodiscard]] std::string bound(std::string_view sql, Values values);

}  // namespace aludel::mariadb
