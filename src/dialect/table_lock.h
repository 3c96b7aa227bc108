// Locks that stand in the way of other people's reads or writes.
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace aludel {

struct TableLock {
  std::string mode;    // as the engine's manual calls it: `ACCESS EXCLUSIVE`
  std::string object;  // a table, an index ...
  bool operator==(const TableLock&) const = default;
};

// What the words of a statement tell of the locks that it takes and its transaction keeps.
struct StatementLocks {
  std::vector<TableLock> taken;  // empty: none, or unknown
  std::string creates;           // a table that nobody else sees before the commit
  bool quiet = false;            // it takes none that others would meet
};

// One that a transaction held until its commit.
struct HeldLock {
  TableLock lock;
  // From when the first statement that may take one was begun, or this one was last seen to be waited for: at most so
  // long.
  std::chrono::microseconds held{0};
};

}  // namespace aludel
