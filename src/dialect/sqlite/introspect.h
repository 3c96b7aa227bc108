// SQLite's schema as values: pragmas for what they tell, the stored CREATE statements for what they do not.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "dialect/connection.h"
#include "schema/schema.h"

namespace aludel::sqlite {

// Names compare as SQLite compares them: ASCII letters without case.
[[nodiscard]] Identifier identifier(std::string_view text);
[[nodiscard]] Schema introspect(Connection& connection, std::span<const std::string> without);

}  // namespace aludel::sqlite
