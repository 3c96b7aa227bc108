// Says where a database stands without running anything.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dialect/dialect.h"
#include "migrate/tables.h"
#include "revision/graph.h"

namespace aludel {

// A revision that a stamp makes applied (up) or not applied (down), for the ledger.
struct Stamped {
  std::string id;
  Direction direction = Direction::kUp;
  std::string checksum;  // of its file now; empty for down
};

struct StampWork {
  HeadsChange heads;
  std::vector<Stamped> stamped;
  std::vector<Stamped> standing;  // what was applied before and stays so: recorded if the ledger does not know it
};

struct StampResult {
  Rows before, after;
  std::vector<std::string> abandoned;  // revisions that were half-way; their progress was forgotten
};

// What to do, from the rows as they are under the lock (all removed first with `purge`).
using StampRoute = std::function<StampWork(const Rows&)>;

struct StampOptions {
  bool purge = false;
};

StampResult stamp(Connection& connection, const Dialect& dialect, const OwnTables& tables, const StampOptions& options,
                  const StampRoute& route);
// Creates Aludel's tables if they are missing; says whether the version table was.
bool ensure_version_table(Connection& connection, const Dialect& dialect, const OwnTables& tables);

}  // namespace aludel
