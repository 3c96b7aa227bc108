// Transactions, and the lock that makes a run the only one: the part of PostgresqlConnection that replicas meet at.
#include <utility>
#include <vector>

#include "core/clock.h"
#include "core/error.h"
#include "core/failpoint.h"
#include "dialect/postgresql/connection.h"
#include "dialect/postgresql/errors.h"
#include "dialect/postgresql/names.h"

namespace aludel::postgresql {
namespace {

// Whatever the database's defaults are: what is read under the lock must be what others committed before.
constexpr std::string_view kBegin = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";
constexpr std::string_view kFlushLater = "SET synchronous_commit = off", kFlushNow = "RESET synchronous_commit";
constexpr std::string_view kTrySessionLock = "SELECT pg_catalog.pg_try_advisory_lock({}, {})";
constexpr std::string_view kTryLock =
    "SELECT pg_catalog.pg_try_advisory_xact_lock({}, {}), pg_catalog.pg_backend_pid(), "
    "pg_catalog.current_setting('search_path'), pg_catalog.set_config('search_path', $1, true)";
constexpr std::string_view kRoles =
    "SELECT pg_catalog.current_setting('session_authorization'), pg_catalog.current_setting('role')";
// The same for a transaction whose answers are not waited for: what fails here makes the server skip what stands
// behind.
constexpr std::string_view kInsistOnLock =
    "SELECT 1 OPERATOR(pg_catalog./) (CASE WHEN pg_catalog.pg_try_advisory_xact_lock({}, {}) THEN 1 ELSE 0 END)";
constexpr std::string_view kInsistOn =
    "SELECT 1 OPERATOR(pg_catalog./) "
    "(CASE WHEN pg_catalog.pg_backend_pid() OPERATOR(pg_catalog.=) {} AND ({}) THEN 1 ELSE 0 END)";
// In a statement of its own: it must see what was committed before the lock was free.
constexpr std::string_view kOwnTables = R"sql(SELECT c.relname
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
WHERE n.nspname OPERATOR(pg_catalog.=) $1 AND c.relname OPERATOR(pg_catalog.=) ANY ($2::text[]))sql";

}  // namespace

void PostgresqlConnection::begin() {
  failpoint("lock.before");
  stop_if_interrupted();
  if (read_only_) {
    throw error(Code::kConnect, "`{}` cannot be written: it is a standby, or read-only by default", target_.shown)
        .help("connect to the primary: `target_session_attrs=read-write` in the URL finds it among several hosts");
  }
  ServerPatience patience(target_.shown, settings_, interrupted_);
  if (!pooled_ && !session_locked_) take_session_lock(patience);
  while (!try_begin()) {
    rollback();
    pause_for_lock(patience);
  }
  reach("lock.after");
}

// The lock is taken and the premise looked at in the server, in that order and by two statements, since each sees what
// was committed when it began. Whoever misses either fails there, and with it all that was sent behind, up to COMMIT.
bool PostgresqlConnection::begin_next(std::string_view condition, std::span<const Value> values) {
  if (!std::exchange(goes_on_, false) || !session_locked_ || pooled_ || changed_) return false;
  failpoint("lock.before");
  stop_if_interrupted();
  in_transaction_ = on_trust_ = true;
  send_again(plain_defaults_ ? "BEGIN" : kBegin, {}, {});
  send_again(fmt::format(kInsistOnLock, RunLock::kTransactionClass, lock_.key), {}, {.kind = Errand::Kind::kPremise});
  if (session_timeouts_ != timeouts_sql(false, false)) send_session_timeouts(false, nullptr);
  send_again(own_sql(fmt::format(kInsistOn, pid_, condition)), values, {.kind = Errand::Kind::kPremise});
  on_own_path_ = checked_ = check_at_commit_ = false;
  reach("lock.after");
  return true;
}

// A failpoint inside a transaction.
void PostgresqlConnection::reach(const char* point) {
  try {
    failpoint(point);
  } catch (...) {
    rollback();
    throw;
  }
}

// Polled, with no transaction open: a session that waits inside pg_advisory_lock() holds a snapshot, for which a
// CREATE INDEX CONCURRENTLY of the holder would wait in turn.
void PostgresqlConnection::take_session_lock(ServerPatience& patience) {
  const std::string sql = fmt::format(kTrySessionLock, RunLock::kSessionClass, lock_.key);
  while (ask(sql).cell(0, 0) != "t") pause_for_lock(patience);
  session_locked_ = true;
}

bool PostgresqlConnection::try_begin() {
  Result lock;
  Result tables;
  in_transaction_ = true;
  send(kBegin);
  Result roles;
  if (changed_) {  // by statements of this revision that ran outside of a transaction
    send(kRoles, {}, {.answer = &roles});
    to_own_role();
  }
  send(timeouts_sql(false, true));
  send(fmt::format(kTryLock, RunLock::kTransactionClass, lock_.key), {own_path_}, {.answer = &lock});
  send(kOwnTables, {schema_, array_literal(settings_.own_tables)}, {.answer = &tables});
  try {
    settle();
  } catch (...) {
    rollback();
    throw;
  }
  note_pid(lock.cell(0, 1));
  user_path_ = lock.cell(0, 2);
  user_authorization_ = roles ? roles.cell(0, 0) : "";
  user_role_ = roles ? roles.cell(0, 1) : "";
  on_own_path_ = true;
  checked_ = check_at_commit_ = false;
  note_tables(tables);
  return lock.cell(0, 0) == "t";
}

void PostgresqlConnection::pause_for_lock(ServerPatience& patience) {
  const auto holder = [this] { return holders_text(ask(lock_holders_sql(lock_))); };
  if (patience.pause(holder)) return;
  stop_if_interrupted();
  const std::string who = holder();
  throw error(Code::kLockTimeout, "another run kept the lock of `{}` for {}", target_.shown,
              duration_text(patience.waited()))
      .note("it is held by " + (who.empty() ? "a session that has just ended" : who))
      .help("let it finish, or wait longer with `lock_wait` in aludel.toml");
}

void PostgresqlConnection::commit() {
  failpoint("tx.commit.before");
  // A pooler would hand the session on as it is.
  if (changed_ && (joins_ || pooled_)) put_session_back();
  ask_for_locks();
  flush_now();
  Result answer;
  send("COMMIT", {}, {.kind = commit_kind(), .answer = &answer});
  settle();
  read_locks();
  new_values_.clear();
  in_transaction_ = on_own_path_ = on_trust_ = flushes_later_ = flushes_again_ = false;
  note_commit(answer);
  goes_on_ = true;
  failpoint("tx.commit.after");
}

void PostgresqlConnection::note_commit(const Result& answer) {
  if (answer.command() != "COMMIT")
    throw error(Code::kTransactionEnded, "the server rolled the transaction back instead of committing it");
  retry_.reset();
  blocked_since_.reset();
}

// Only where the next transaction may begin without a look, too: its premise fails in the server unless this one was
// committed, and its own commit is sent when that is known. Commits reach the log on disk in their order
// (https://www.postgresql.org/docs/current/wal-async-commit.html).
bool PostgresqlConnection::commit_ahead(Flush flush) {
  if (pooled_ || !session_locked_ || changed_ || watches_locks_ || !new_values_.empty()) return false;
  failpoint("tx.commit.before");
  held_.clear();
  new_tables_.clear();
  commit_ = std::make_unique<Commit>();
  commit_->on_trust = on_trust_;
  if (flush == Flush::kNow) {
    flush_now();
  } else if (!std::exchange(flushes_later_, true)) {
    send(kFlushLater);
  }
  send_again("COMMIT", {}, {.kind = commit_kind(), .answer = &commit_->answer});
  link_->end_stretch();
  in_transaction_ = on_own_path_ = on_trust_ = false;
  goes_on_ = true;
  return true;
}

// What was taken out of the way of the commits before this one, whatever becomes of it: see rollback().
void PostgresqlConnection::flush_now() {
  if (flushes_later_ && !std::exchange(flushes_again_, true)) send(kFlushNow);
}

Errand::Kind PostgresqlConnection::commit_kind() const {
  return check_at_commit_ ? Errand::Kind::kCheck : Errand::Kind::kOwn;
}

void PostgresqlConnection::answer_commit() {
  if (!commit_ || commit_->answered) return;
  commit_->failure = link_->settle_stretch();
  commit_->answered = true;
}

// Before anything of the next transaction is waited for.
void PostgresqlConnection::wait_for_commit() {
  answer_commit();
  if (commit_ && commit_->failure) throw error(Code::kTransactionEnded, "the transaction before this one failed");
}

void PostgresqlConnection::finish_commit() {
  if (!commit_) return;
  behind_ = 0;
  looked_ = std::chrono::milliseconds(0);
  answer_commit();
  const std::unique_ptr<Commit> commit = std::exchange(commit_, nullptr);
  if (!commit->failure) {
    note_commit(commit->answer);
    failpoint("tx.commit.after");
    return;
  }
  in_transaction_ = true;  // one that failed, whether or not the next one was begun
  rollback();
  goes_on_ = false;
  fail(*commit->failure, commit->on_trust);
}

void PostgresqlConnection::rollback() noexcept {
  if (!in_transaction_) return;
  try {
    answer_commit();
    (void)link_->settle();
    send("ROLLBACK");
    session_timeouts_.clear();
    if (flushes_later_) send(kFlushNow);
    in_transaction_ = on_own_path_ = flushes_later_ = flushes_again_ = false;
    if (changed_ && joins_) put_session_back();  // prepared statements outlive it
    (void)link_->settle();
  } catch (...) {
    // The connection broke, and the transaction with it.
  }
  in_transaction_ = on_own_path_ = on_trust_ = false;
  tables_.reset();
  new_tables_.clear();
  new_values_.clear();
  dropping_.clear();
  forget_losses();
  watches_locks_ = false;
}

void PostgresqlConnection::savepoint() {
  to_user();  // rolled back to the savepoint, the session would else be on Aludel's path without knowing
  send("SAVEPOINT aludel");
}

void PostgresqlConnection::release() {
  failpoint("savepoint.release");
  send("RELEASE SAVEPOINT aludel");
  settle();
}

void PostgresqlConnection::rollback_to_savepoint() {
  send("ROLLBACK TO SAVEPOINT aludel");
  send("RELEASE SAVEPOINT aludel");
  settle();
}

bool PostgresqlConnection::wait_to_retry() {
  if (std::exchange(mistrusted_, false)) return true;
  if (state_ != kLockNotAvailable && state_ != kSerialization && state_ != kDeadlock) return false;
  state_.clear();
  return retry_.pause({});
}

}  // namespace aludel::postgresql
