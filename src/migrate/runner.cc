#include "migrate/runner.h"

#include <utility>

#include "migrate/run.h"

namespace aludel {

Runner::Runner(Connection& connection, const Dialect& dialect, OwnTables tables, const RevisionSet& revisions,
               RunObserver& observer)
    : connection_(&connection),
      dialect_(&dialect),
      tables_(std::move(tables)),
      revisions_(&revisions),
      observer_(&observer) {}

RunResult Runner::run(const Route& route, const RunOptions& options) {
  return Run(*connection_, *dialect_, tables_, *revisions_, *observer_, route, options).go();
}

}  // namespace aludel
