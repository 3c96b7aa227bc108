// Runs a path: each revision's statements, its heads and its ledger row together, so that a crash at any instant leaves
// what a plain run goes on from.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "dialect/dialect.h"
#include "migrate/plan.h"
#include "migrate/revision_set.h"
#include "migrate/tables.h"
#include "revision/graph.h"

namespace aludel {

enum class Transactions : std::uint8_t {
  kShared,  // revisions share one for up to a second; a failure leaves what kPerRevision would leave
  kPerRevision,
  kSingle,  // all or nothing
};

struct RunOptions {
  Transactions transactions = Transactions::kShared;
  bool dry_run = false;  // runs all in one transaction, then rolls back
  std::optional<Rows>
      seen;            // the rows as they were a moment ago, if the caller knows; before a change they are read anyway
  std::string backup;  // copy the database to this new file first; empty: don't
};

// Hears of a run as it goes. Called on the runner's thread; must not throw.
class RunObserver {
 public:
  virtual ~RunObserver() = default;
  virtual void planned(const Plan& /*plan*/) {}  // again, if another process changed the database meanwhile
  virtual void backed_up(const std::string& /*path*/) {}
  virtual void started(const PlannedStep& /*step*/) {}
  // Every now and then while a long revision runs, about twice a second.
  virtual void progress(const PlannedStep& /*step*/, std::size_t /*done*/) {}
  // The step drops tables or columns that hold rows; it is not committed yet.
  virtual void losing(const PlannedStep& /*step*/, const std::vector<Loss>& /*losses*/) {}
  // What the step just kept others out with, until its commit; a step of several transactions tells of each. Before
  // committed().
  virtual void held(const PlannedStep& /*step*/, const std::vector<HeldLock>& /*locks*/) {}
  // The step is in the database for good.
  virtual void committed(const PlannedStep& /*step*/, std::chrono::microseconds /*took*/) {}
  // In a dry run instead.
  virtual void rehearsed(const PlannedStep& /*step*/, std::chrono::microseconds /*took*/) {}
  // The engine ended the shared transaction; these many steps, told as started, are run again one by one.
  virtual void restarting(std::size_t /*steps*/) {}
};

struct RunResult {
  std::size_t steps = 0;  // that this run committed, or rehearsed
  Rows before, after;
};

// Where to go from given rows. Called before the run and again whenever another process changed the rows meanwhile, so
// it must name an absolute target: resolve `+1` against the first rows. An empty path: nothing to do. May throw.
using Route = std::function<Path(const Rows&)>;

class Runner {
 public:
  Runner(Connection& connection, const Dialect& dialect, OwnTables tables, const RevisionSet& revisions,
         RunObserver& observer);

  // An already current database is answered without its lock. Throws; whatever was told as committed stays.
  RunResult run(const Route& route, const RunOptions& options);

 private:
  Connection* connection_;
  const Dialect* dialect_;
  OwnTables tables_;
  const RevisionSet* revisions_;
  RunObserver* observer_;
};

}  // namespace aludel
