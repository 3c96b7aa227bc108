// What an ALTER TABLE of a section marked `batch` becomes: the table's text with its actions done, asked of SQLite on
// scratch, and the statements that lead from the one to the other.
#pragma once

#include <optional>

#include "core/source.h"
#include "dialect/connection.h"
#include "dialect/script.h"

namespace aludel::sqlite {

// Nothing: the statement runs as it is. Throws kStatement with its place.
[[nodiscard]] std::optional<Script> expand(Connection& connection, const Source& source, Span statement);

}  // namespace aludel::sqlite
