// What the first words of a statement tell of the locks that it takes
// (https://www.postgresql.org/docs/current/explicit-locking.html), of those that reads or writes of others meet: SHARE
// and stronger. Nothing is guessed: of what is not in the list, nothing is said. A test holds the list against
// pg_locks.
#pragma once

#include <string_view>

#include "dialect/table_lock.h"

namespace aludel::postgresql {

[[nodiscard]] StatementLocks locks_of(std::string_view statement);

}  // namespace aludel::postgresql
