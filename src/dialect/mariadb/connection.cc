#include "dialect/mariadb/connection.h"

#include <algorithm>
#include <utility>

#include "core/clock.h"
#include "core/error.h"
#include "core/failpoint.h"
#include "dialect/mariadb/errors.h"
#include "dialect/mariadb/fingerprint.h"
#include "dialect/mariadb/literal.h"

namespace aludel::mariadb {
namespace {

constexpr std::string_view kTablesOf = "SELECT table_name FROM information_schema.tables WHERE table_schema = ?";
constexpr std::string_view kHasColumn =
    "SELECT 1 FROM information_schema.columns WHERE table_schema = ? AND table_name = ? AND column_name = ?";
// How files are cut into statements does not depend on the server's configuration, nor does how they run.
constexpr std::string_view kSetUp =
    ", autocommit = 1, sql_mode = REPLACE(@@sql_mode, 'NO_BACKSLASH_ESCAPES', ''), sql_select_limit = DEFAULT";

constexpr int kTries = 5;  // of a question

std::string version_table(const ConnectSettings& settings) {
  return settings.own_tables.empty() ? std::string() : settings.own_tables.front();
}

bool commits_by_itself(std::string_view sql) {
  return sql.starts_with("CREATE") || sql.starts_with("DROP") || sql.starts_with("ALTER");
}

const Target& opened(const Target& target) {
  failpoint("conn.open");
  return target;
}

}  // namespace

MariadbConnection::MariadbConnection(const Target& target, const ConnectSettings& settings)
    : target_(target),
      settings_(settings),
      client_(opened(target), interrupted_),
      outbox_(client_),
      session_(client_),
      lock_(client_, target, version_table(settings), settings.lease_table),
      lock_patience_(target.shown(), settings, interrupted_),
      retry_patience_(target.shown(), settings, interrupted_),
      database_(target.database),
      revisions_database_(target.database),
      engines_(*this) {
  const std::string sql = session_sql(wish_, settings_, client_.is_mariadb()).append(kSetUp);
  if (const Failure failure = client_.run(sql, Client::Stoppable::kNo)) fail(failure);
}

void MariadbConnection::fail(const Failure& failure) {
  last_ = failure;
  throw own_failure(failure, target_.shown());
}

void MariadbConnection::stop_if_interrupted() const {
  if (interrupted()) throw error(Code::kInterrupted, "stopped by a signal");
}

void MariadbConnection::go_to_database(Whose whose) {
  const std::string& wanted = whose == Whose::kOwn ? target_.database : revisions_database_;
  if (wanted == database_) return;
  if (const Failure failure = client_.run("USE " + quoted_name(wanted), Client::Stoppable::kNo)) fail(failure);
  database_ = wanted;
}

void MariadbConnection::execute(std::string_view sql, Values values) {
  if (!commits_by_itself(sql)) return add_own({bound(sql, values)});
  send_own();
  go_to_database(Whose::kOwn);
  if (const Failure failure = client_.run(bound(sql, values), Client::Stoppable::kNo)) fail(failure);
  own_there_.reset();
  // Aludel's own CREATE TABLE stands before all that has to commit together.
  if (open_ && !start_transaction()) throw lost_lock();
}

void MariadbConnection::change_one(std::string_view sql, Values values, const std::string& message) {
  add_own({bound(sql, values), message});
}

void MariadbConnection::add_own(OwnStatement statement) {
  outbox_.add(std::move(statement));
  if (!open_ || outbox_.full()) send_own();
}

void MariadbConnection::send_own() {
  if (outbox_.empty()) return;
  go_to_database(Whose::kOwn);
  begun_ = open_;
  if (const Failure failure = outbox_.send()) fail(failure);
}

// On Galera a DDL of another node ends whatever is in its way, a question outside of any transaction too.
void MariadbConnection::query(std::string_view sql, Values values, const RowReader& read) {
  bool answered = false;
  const auto note = [&](Row row) {
    answered = true;
    if (read) read(row);
  };
  for (int tries = 1;; ++tries) {
    outbox_.add({bound(sql, values)});
    go_to_database(Whose::kOwn);
    begun_ = open_;
    const Failure failure = outbox_.send(note);
    if (!failure) return;
    if (failure.number != kDeadlock || open_ || answered || tries == kTries) fail(failure);
  }
}

// All in one round trip, each by its name, since then no folder is listed.
void MariadbConnection::look_for_own_tables() {
  std::string sql;
  for (const std::string& own : settings_.own_tables)
    sql += fmt::format("{}{} AND table_name = {}", sql.empty() ? "" : " UNION ALL ",
                       bound(kTablesOf, {target_.database}), literal(own));
  std::set<std::string, std::less<>> there;
  query(sql, {}, [&](Row row) { there.emplace(row[0].value_or("")); });
  own_there_ = std::move(there);
}

bool MariadbConnection::has_table(std::string_view name) {
  const auto& own = settings_.own_tables;
  if (std::find(own.begin(), own.end(), name) != own.end()) {
    if (!own_there_) look_for_own_tables();
    return own_there_->contains(name);
  }
  bool there = false;
  query(fmt::format("{} AND table_name = ?", kTablesOf), {target_.database, name}, [&](Row) { there = true; });
  return there;
}

bool MariadbConnection::has_column(std::string_view table, std::string_view column) {
  const std::string key = fmt::format("{}.{}", table, column);
  if (columns_there_.contains(key)) return true;
  query(kHasColumn, {target_.database, table, column}, [&](Row) { columns_there_.insert(key); });
  return columns_there_.contains(key);
}

bool MariadbConnection::start_transaction() {
  open_ = true;
  begun_ = false;
  outbox_.add({"START TRANSACTION"});
  if (!lock_.is_leased()) return true;
  send_own();
  if (lock_.fence()) return true;
  rollback();
  own_there_.reset();
  return false;
}

void MariadbConnection::pause_for_lock() {
  if (lock_patience_.pause([this] { return lock_.holder(); })) return;
  stop_if_interrupted();
  const std::string holder = lock_.holder();
  throw error(Code::kLockTimeout, "another run kept the lock of {} for {}", target_.shown(),
              duration_text(lock_patience_.waited()))
      .note(holder.empty() ? "it has just ended" : "held by " + holder)
      .help("end it with `KILL` and its number, or wait longer with `lock_wait` in aludel.toml");
}

void MariadbConnection::begin() {
  failpoint("lock.before");
  kept_lock_ = lock_.held();
  if (!kept_lock_) own_there_.reset();
  while (!lock_.try_take() || !start_transaction()) {
    kept_lock_ = false;
    pause_for_lock();
  }
  lock_patience_.reset();
  try {
    failpoint("lock.after");
  } catch (...) {
    rollback();
    throw;
  }
}

void MariadbConnection::commit() {
  failpoint("tx.commit.before");
  if (!in_transaction()) throw ended();
  outbox_.add({"COMMIT"});
  send_own();
  note_committed();
}

void MariadbConnection::note_committed() {
  open_ = begun_ = false;
  if (std::exchange(worked_, false)) retry_patience_.reset();
  failpoint("tx.commit.after");
}

// Another node's run took the lease. It may be tried again: this one waits, then.
Error MariadbConnection::lost_lock() {
  last_ = {kDeadlock, {}, {}};
  return error(Code::kLockTimeout, "another run took over the lock of {}, for this one gave no sign of life",
               target_.shown())
      .help("run the same command again");
}

// On Galera a run on another node, which took the lease, ends the transaction of this one.
Error MariadbConnection::ended() {
  if (lock_.is_leased()) return lost_lock();
  return error(Code::kTransactionEnded, "the database ended the transaction by itself");
}

void MariadbConnection::rollback() noexcept {
  worked_ = false;
  outbox_.clear();
  open_ = false;
  if (!std::exchange(begun_, false) && !client_.in_transaction()) return;
  try {
    (void)client_.run("ROLLBACK", Client::Stoppable::kNo);
  } catch (...) {
    return;  // out of memory: the server rolls back when the connection ends
  }
}

void MariadbConnection::rollback_to_savepoint() {
  execute("ROLLBACK TO SAVEPOINT aludel", {});
  release();
}

void MariadbConnection::switch_session(const SessionWish& wish) {
  if (fits(wish)) return;
  const std::string sql = session_sql(wish, settings_, client_.is_mariadb());
  if (const Failure failure = client_.run(sql, Client::Stoppable::kNo)) fail(failure);
  wish_ = wish;
}

void MariadbConnection::reopen() {
  session_.restore();
  revisions_database_ = target_.database;
  go_to_database(Whose::kOwn);
}

bool MariadbConnection::wait_to_retry() {
  if (!may_retry(std::exchange(last_, {})) || interrupted()) return false;
  return retry_patience_.pause([this] { return likely_blocker(client_).text; });
}

Fate MariadbConnection::fate_of(std::string_view statement, std::string_view fingerprint) {
  if (fingerprint.empty()) return Fate::kNotDone;
  return fingerprint_of(client_, statement, revisions_database_, engines_) == fingerprint ? Fate::kNotDone
                                                                                          : Fate::kDone;
}

void MariadbConnection::check_revision(const SessionWish& /*wish*/) {
  stop_if_interrupted();
  if (!in_transaction()) throw ended();
}

void MariadbConnection::backup(const std::string& /*path*/) {
  throw error(Code::kUsage, "`--backup` copies a file, and {} is on a server", target_.shown())
      .help(fmt::format(
          "take a dump before the upgrade: `mariadb-dump --single-transaction --routines --triggers --events "
          "{} > backup.sql`",
          target_.database));
}

}  // namespace aludel::mariadb
