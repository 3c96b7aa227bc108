// A path as a script for the engine's own shell (`--sql`): what a run would do, with the heads and the ledger. It
// refuses to run on a database that does not stand where it starts.
#pragma once

#include <functional>
#include <string_view>

#include "dialect/dialect.h"
#include "migrate/plan.h"
#include "migrate/stamp.h"
#include "migrate/tables.h"

namespace aludel {

using Sink = std::function<void(std::string_view)>;

struct ScriptOptions {
  bool per_revision = false;  // a transaction each
  ConnectSettings settings;   // for foreign_keys
};

// `start`: the rows that the script starts from.
void write_script(const Plan& plan, const Rows& start, const Dialect& dialect, const OwnTables& tables,
                  const ScriptOptions& options, const Sink& sink);

// A stamp as a script.
void write_stamp_script(const StampWork& work, const Rows& start, const Dialect& dialect, const OwnTables& tables,
                        const Sink& sink);

}  // namespace aludel
