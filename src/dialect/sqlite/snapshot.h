// The schema of a SQLite database, asked of its pragmas.
#pragma once

#include <span>
#include <string>

#include "dialect/connection.h"
#include "dialect/snapshot.h"

namespace aludel::sqlite {

[[nodiscard]] Snapshot schema_snapshot(Connection& connection, std::span<const std::string> without);

}  // namespace aludel::sqlite
