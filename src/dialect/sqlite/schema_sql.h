// A SQLite database's schema as the SQL that makes it.
#pragma once

#include <span>
#include <string>

#include "dialect/connection.h"

namespace aludel::sqlite {

// Every object's own text, in an order in which they can be made; without the tables named and what belongs to them,
// and without what SQLite makes itself (https://sqlite.org/schematab.html).
[[nodiscard]] std::string schema_sql(Connection& connection, std::span<const std::string> without);

// All that sqlite_schema holds, but for the tables named and what belongs to them.
[[nodiscard]] std::string schema_text(Connection& connection, std::span<const std::string> without);

}  // namespace aludel::sqlite
