// An empty private SQLite database that is gone with its connection.
#pragma once

#include <memory>

#include "dialect/connection.h"

namespace aludel::sqlite {

[[nodiscard]] std::unique_ptr<Connection> make_scratch();

}  // namespace aludel::sqlite
