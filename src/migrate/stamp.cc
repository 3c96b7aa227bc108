#include "migrate/stamp.h"

#include <unordered_map>

#include "core/clock.h"
#include "migrate/heads.h"
#include "migrate/ledger.h"
#include "migrate/progress.h"

namespace aludel {
namespace {

// Rolls back unless it was committed.
class Transaction {
 public:
  explicit Transaction(Connection& connection) : connection_(&connection) { connection.begin(); }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction() { connection_->rollback(); }  // does nothing after a commit
  void commit() { connection_->commit(); }

 private:
  Connection* connection_;
};

void write(Ledger& ledger, const Stamped& stamped) {
  LedgerEntry entry;
  entry.revision = stamped.id;
  entry.direction = stamped.direction;
  entry.checksum = stamped.checksum;
  entry.started_at = entry.finished_at = utc_now_milliseconds();
  entry.outcome = Outcome::kStamped;
  ledger.write(entry);
}

// Those of `standing` that the ledger does not call applied.
std::vector<Stamped> unrecorded(Ledger& ledger, std::vector<Stamped> standing) {
  if (standing.empty()) return standing;
  const Records records = ledger.records();
  std::unordered_map<std::string_view, Direction> last;
  for (const Record& record : records.entries) last[record.revision] = record.direction;
  std::erase_if(standing, [&](const Stamped& stamped) {
    const auto at = last.find(stamped.id);
    return at != last.end() && at->second == Direction::kUp;
  });
  return standing;
}

}  // namespace

StampResult stamp(Connection& connection, const Dialect& dialect, const OwnTables& tables, const StampOptions& options,
                  const StampRoute& route) {
  StampResult result;
  Heads heads(connection, dialect, tables);
  Ledger ledger(connection, dialect, tables);
  Progress progress(connection, dialect, tables);
  Transaction transaction(connection);
  heads.create();
  ledger.create();
  result.before = heads.read();
  Rows rows = result.before;
  if (options.purge) {
    heads.clear();
    rows.clear();
  }
  const StampWork work = route(rows);
  heads.apply(work.heads, "stamp");
  apply_to(rows, work.heads);
  if (!work.stamped.empty()) {
    for (const Stamped& stamped : unrecorded(ledger, work.standing)) write(ledger, stamped);
  }
  for (const Stamped& stamped : work.stamped) write(ledger, stamped);
  // Whoever stamps has put the schema right by hand.
  for (const Halfway& halfway : progress.halfway()) {
    progress.forget(halfway.revision);
    result.abandoned.push_back(halfway.revision);
  }
  progress.drop_if_empty();
  transaction.commit();
  result.after = rows;
  return result;
}

bool ensure_version_table(Connection& connection, const Dialect& dialect, const OwnTables& tables) {
  Heads heads(connection, dialect, tables);
  Ledger ledger(connection, dialect, tables);
  if (heads.exists() && ledger.exists()) return false;
  Transaction transaction(connection);
  const bool missing = !heads.exists();
  heads.create();
  ledger.create();
  transaction.commit();
  return missing;
}

}  // namespace aludel
