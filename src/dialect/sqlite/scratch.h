// An empty private SQLite database that is gone with its connection.
#pragma once

#include <memory>
#include <string>

#include "dialect/connection.h"

namespace aludel::sqlite {

[[nodiscard]] std::unique_ptr<Connection> make_scratch();
// One with all that `original`, a SQLite database, holds.
[[nodiscard]] std::unique_ptr<Connection> make_scratch_copy(Connection& original);
// `SQLite 3.40.1`
[[nodiscard]] std::string scratch_engine();

}  // namespace aludel::sqlite
