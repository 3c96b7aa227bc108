// The ledger: what happened to this database, append-only. Nothing but the test for edited files decides by it.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialect/dialect.h"
#include "migrate/tables.h"
#include "revision/arena.h"
#include "revision/revision.h"

namespace aludel {

enum class Outcome : std::uint8_t { kDone, kFailed, kStamped, kAccepted };
[[nodiscard]] std::string_view name_of(Outcome outcome);  // "done", "failed", "stamped", "accepted"

struct LedgerEntry {
  std::int64_t number = 0;  // set by the database
  std::string revision;
  Direction direction = Direction::kUp;
  std::string checksum;    // empty: not known
  std::string started_at;  // UTC, 2026-11-22T11:18:00.123Z
  std::string finished_at;
  std::int64_t statements = 0;
  Outcome outcome = Outcome::kDone;
  std::string error;                    // of a failed one
  std::string script;                   // what ran, if the file alone does not tell
  std::string who, host, tool_version;  // filled in by write()
};

// An entry as the test for edited files needs it.
struct Record {
  std::string_view revision;
  Direction direction = Direction::kUp;
  std::string_view checksum;  // empty: not known
  bool vouches = false;       // written by a run or a stamp: all that the revision needs had an entry then
};

// The entries of runs that did not fail, oldest first: of a revision the last one counts. Its text is in one arena,
// since every no-op run reads all of it.
struct Records {
  std::deque<Record> entries;
  Arena text;
};

class Ledger {
 public:
  Ledger(Connection& connection, const Dialect& dialect, const OwnTables& tables);

  [[nodiscard]] bool exists();
  void create();  // if it is missing
  void write(const LedgerEntry& entry);
  [[nodiscard]] Records records();
  // All entries, oldest first; or the last `limit`.
  [[nodiscard]] std::vector<LedgerEntry> entries(std::optional<std::size_t> limit = std::nullopt);

 private:
  [[nodiscard]] bool keeps_scripts() { return connection_->has_column(table_, "script"); }
  void keep_script(const LedgerEntry& entry);

  Connection* connection_;
  std::string table_, quoted_, create_, insert_, records_;
  std::string who_, host_;
};

[[nodiscard]] std::string ledger_table_sql(const Dialect& dialect, const OwnTables& tables);
// The INSERT of a script; times are those at which the script runs.
[[nodiscard]] std::string ledger_sql(const Dialect& dialect, const OwnTables& tables, const LedgerEntry& entry);

}  // namespace aludel
