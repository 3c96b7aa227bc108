// Running the statements of a user's file, and putting the session back that they leave.
#include <algorithm>
#include <utility>

#include "core/error.h"
#include "core/failpoint.h"
#include "dialect/postgresql/connection.h"
#include "dialect/postgresql/errors.h"
#include "dialect/postgresql/judge.h"
#include "dialect/postgresql/names.h"
#include "dialect/postgresql/put_back.h"

namespace aludel::postgresql {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLook{250}, kOftenFor{5000}, kFirstWord{1000}, kNextWord{10'000};

constexpr std::string_view kSetPath = "SELECT pg_catalog.set_config('search_path', $1, true)";
constexpr std::string_view kSetRole =
    "SELECT pg_catalog.set_config('session_authorization', $1, true), pg_catalog.set_config('role', $2, true)";
constexpr std::string_view kCheck = "SET CONSTRAINTS ALL IMMEDIATE";

// There is no word for "as they were declared".
constexpr std::string_view kDeferred = R"sql(
SELECT 'SET CONSTRAINTS ' || pg_catalog.string_agg(DISTINCT pg_catalog.format('%I.%I', n.nspname, c.conname), ', ') || ' DEFERRED'
FROM pg_catalog.pg_constraint c JOIN pg_catalog.pg_namespace n ON n.oid = c.connamespace WHERE c.condeferred)sql";

}  // namespace

void PostgresqlConnection::set_path(const std::string& path) {
  const Value value = path;
  send_again(kSetPath, {&value, 1}, {});
}

// Neither the search_path nor the role that a revision chose may lead to other tables than Aludel's.
void PostgresqlConnection::to_own() {
  if (!in_transaction_ || on_own_path_) return;
  if (changed_) to_own_role();
  set_path(own_path_);
  on_own_path_ = true;
}

void PostgresqlConnection::to_own_role() {
  send("SET LOCAL SESSION AUTHORIZATION DEFAULT");
  send("SET LOCAL ROLE NONE");
}

void PostgresqlConnection::to_user() {
  if (!in_transaction_ || !on_own_path_) return;
  if (!user_role_.empty()) send(kSetRole, {user_authorization_, user_role_});
  set_path(user_path_);
  on_own_path_ = false;
}

void PostgresqlConnection::put_session_back() {
  for (const std::string_view sql : kPutBack) send(sql);
  link_->forget_prepared();
  user_path_ = first_path_;
  user_authorization_.clear();
  user_role_.clear();
  changed_ = on_own_path_ = false;
  session_timeouts_.clear();
  if (in_transaction_) send(timeouts_sql(false, true));
}

void PostgresqlConnection::reopen() {
  put_session_back();
  settle();
}

std::optional<milliseconds> PostgresqlConnection::statement_timeout(bool concurrent) const {
  if (wish_.statement_timeout) return wish_.statement_timeout;
  return concurrent ? milliseconds(0) : settings_.statement_timeout;
}

// Sets them, and asks for the process. A statement that stands in nobody's way while it waits is not hurried.
std::string PostgresqlConnection::timeouts_sql(bool concurrent, bool local) const {
  const auto set = [local](std::string_view name, milliseconds value) {
    return fmt::format("pg_catalog.set_config('{}', '{}', {}), ", name, value.count(), local);
  };
  const milliseconds lock = wish_.lock_timeout.value_or(settings_.lock_timeout.value_or(kLockTimeout));
  std::string sql = "SELECT " + set("lock_timeout", concurrent ? milliseconds(0) : lock);
  if (const auto run = statement_timeout(concurrent)) sql += set("statement_timeout", *run);
  return sql + "pg_catalog.pg_backend_pid()";
}

// For the session: the transactions to come need not set them each.
void PostgresqlConnection::send_session_timeouts(bool concurrent, Result* answer) {
  const bool times = statement_timeout(concurrent).has_value();
  if (!times && times_statements_) send("RESET statement_timeout");
  times_statements_ = times_statements_ || times;
  session_timeouts_ = timeouts_sql(concurrent, false);
  send(session_timeouts_, {}, {.answer = answer});
}

void PostgresqlConnection::start_revision(const SessionWish& /*wish*/) {
  forget_losses();
  if (changed_ && joins_) put_session_back();  // the one before shares the transaction
  if (std::exchange(checked_, false)) defer_constraints_again();
}

void PostgresqlConnection::defer_constraints_again() {
  const Result sql = ask(kDeferred);
  if (const auto set = sql.cell(0, 0); !set.empty()) send(set);
}

void PostgresqlConnection::run(const Source& source, Span statement, RunMode mode) {
  stop_if_interrupted();
  failpoint("stmt.before");
  state_.clear();
  tables_.reset();
  const std::optional<std::string> asked =
      on_statement_ ? on_statement_(source, statement) : std::string(source.slice(statement));
  if (!asked) return;
  const std::string& text = *asked;
  if (!changed_ && may_change_session(text)) {
    changed_ = true;
    if (in_transaction_) flush_now();  // before it, so that what it says of this counts
  }
  joins_ = joins_revision(mode);
  if (mode == RunMode::kAlone) {
    run_alone(source, statement, text);
  } else {
    to_user();
    const bool patient = waits_harmlessly(text);
    note_new_value(source, statement);
    watch_locks(text);
    count_losses(source, statement);
    if (patient) send(timeouts_sql(true, true));
    send(text, {}, {.kind = Errand::Kind::kUser, .source = source, .statement = statement});
    if (patient) send(timeouts_sql(false, true));
    if (link_->full()) settle();
  }
  failpoint("stmt.after");
}

void PostgresqlConnection::run_alone(const Source& source, Span statement, const std::string& text) {
  const auto alone = read_alone(text);
  const bool concurrent = alone && alone->concurrent();
  Result timeouts;
  send_session_timeouts(concurrent, &timeouts);
  settle();
  note_pid(timeouts.cell(0, timeouts.columns() - 1));
  require_alone();
  if (alone && alone->kind == AloneKind::kCreateIndex && alone->if_exists) drop_invalid_namesake(*alone);
  send(text, {}, {.kind = Errand::Kind::kUser, .source = source, .statement = statement});
  try {
    settle();
  } catch (Error& failure) {
    if (alone && alone->kind == AloneKind::kCreateIndex)
      failure.diagnostic().notes.emplace_back(
          "an INVALID index may be left: the next run drops it and builds it again");
    throw;
  }
}

bool PostgresqlConnection::must_run_alone() const {
  return state_ == kActiveTransaction || state_ == kInvalidTermination;
}

bool PostgresqlConnection::missed_object() const {
  constexpr std::string_view kMissing[] = {"42P01", "42703", "42704", "42883", "3F000"};
  return std::find(std::begin(kMissing), std::end(kMissing), state_) != std::end(kMissing);
}

void PostgresqlConnection::note_new_value(const Source& source, Span statement) {
  const std::string_view text = source.slice(statement);
  if (text.empty() || (text.front() | 0x20) != 'a') return;
  if (const auto alone = read_alone(text); alone && alone->kind == AloneKind::kAddValue)
    new_values_.push_back(
        {unquoted_text(alone->value), source.locate(statement, "added here, in the same transaction")});
}

// The server names the value; where it was added is known here only.
void PostgresqlConnection::tell_new_value(Error& failure) const {
  for (const NewValue& value : new_values_) {
    if (failure.diagnostic().message.find('"' + value.text + '"') == std::string::npos) continue;
    failure.diagnostic().places.push_back(value.place);
    return;
  }
}

void PostgresqlConnection::require_alone() const {
  if (!pooled_) return;
  throw error(Code::kForbiddenStatement, "this cannot run behind a pooler: the lock of the run would not cover it")
      .help("set `direct_url` in aludel.toml to the server itself");
}

// Here, not at the commit: what a revision defers is checked with the session that it has. Where it left that as it
// was, and has the transaction to itself, the commit does the same.
void PostgresqlConnection::check_revision(const SessionWish& /*wish*/) {
  stop_if_interrupted();
  check_at_commit_ = on_trust_ && !changed_;
  if (check_at_commit_) return;
  to_user();
  send(kCheck, {}, {.kind = Errand::Kind::kCheck});
  checked_ = true;
}

// While an answer is waited for: looks for whom, less often the longer it takes, and tells it now and then, counted
// over all tries.
void PostgresqlConnection::watch(milliseconds waited) noexcept {
  if (keeper_ != nullptr) return;  // in a database of its own it waits for nobody
  if (waited < looked_ + kLook || (looked_ > kOftenFor && waited < std::min(looked_ * 3 / 2, looked_ + kNextWord)))
    return;
  looked_ = waited;
  Wait wait = observer_.wait_of(pid_);
  if (!wait.relation.empty()) awaited_[wait.relation] = wait.seen;
  blocker_ = std::move(wait.blocker);
  const auto now = std::chrono::steady_clock::now();
  if (blocker_.empty()) {
    blocked_since_.reset();
    return;
  }
  if (!blocked_since_) {
    blocked_since_ = now - waited;
    told_ = milliseconds(0);
  }
  const auto total = std::chrono::duration_cast<milliseconds>(now - *blocked_since_);
  if (!settings_.on_wait || total < (told_.count() == 0 ? kFirstWord : told_ + kNextWord)) return;
  told_ = total;
  settings_.on_wait({target_.shown, blocker_, total});
}

}  // namespace aludel::postgresql
