#include "dialect/postgresql/connection.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "core/error.h"
#include "core/failpoint.h"
#include "core/number.h"
#include "dialect/postgresql/errors.h"
#include "dialect/postgresql/names.h"
#include "dialect/postgresql/server_folder.h"

namespace aludel::postgresql {
namespace {

constexpr std::string_view kLookAround = R"sql(SELECT pg_catalog.pg_backend_pid(),
  pg_catalog.pg_is_in_recovery() OR pg_catalog.current_setting('default_transaction_read_only')::bool,
  pg_catalog.current_setting('default_transaction_isolation'),
  pg_catalog.current_setting('search_path'), coalesce(pg_catalog.current_schema(), ''))sql";

// The schema of a table as an unqualified name finds it (1259 is pg_class). By functions that read the server's caches:
// to plan a query of the catalogs costs a new session twice as much.
constexpr std::string_view kSchemaOf =
    ", (pg_catalog.parse_ident((pg_catalog.pg_identify_object(1259, pg_catalog.to_regclass({})::oid, 0)).schema))[1]";

constexpr std::string_view kHasTable = R"sql(SELECT 1
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
WHERE n.nspname OPERATOR(pg_catalog.=) $1 AND c.relname OPERATOR(pg_catalog.=) $2)sql";

constexpr std::string_view kHasColumn = R"sql(SELECT 1
FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) a.attrelid
  JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
WHERE n.nspname OPERATOR(pg_catalog.=) $1 AND c.relname OPERATOR(pg_catalog.=) $2
  AND a.attname OPERATOR(pg_catalog.=) $3 AND NOT a.attisdropped)sql";

// Fails in the server, so that a COMMIT that was sent behind it is skipped.
constexpr std::string_view kChangeOne =
    "WITH changed AS ({} RETURNING 1) SELECT 1 OPERATOR(pg_catalog./) "
    "(CASE WHEN pg_catalog.count(*) OPERATOR(pg_catalog.=) 1 THEN 1 ELSE 0 END) FROM changed";

// watch() tells of waits for locks that a statement met.
ConnectSettings without_word(ConnectSettings settings) {
  settings.on_wait = {};
  return settings;
}

bool changes_tables(std::string_view sql) {
  return sql.starts_with("CREATE") || sql.starts_with("DROP") || sql.starts_with("ALTER");
}

}  // namespace

PostgresqlConnection::PostgresqlConnection(Target target, const ConnectSettings& settings, std::shared_ptr<void> keeper)
    : keeper_(std::move(keeper)),
      target_(std::move(target)),
      settings_(settings),
      observer_(target_),
      retry_(target_.shown, without_word(settings_), interrupted_) {
  failpoint("conn.open");
  connect_again();
}

void PostgresqlConnection::disconnect() {
  link_.reset();
  session_locked_ = changed_ = times_statements_ = flushes_later_ = flushes_again_ = false;
  session_timeouts_.clear();
  pid_ = 0;
}

void PostgresqlConnection::connect_again() {
  link_ = std::make_unique<Link>(target_, interrupted_);
  look_around();
  link_->on_wait([this](std::chrono::milliseconds waited) { watch(waited); });
}

// One statement: who the server is, and where Aludel's tables are. They stay where they were found: a new schema of the
// user's name, say, must not hide them.
void PostgresqlConnection::look_around() {
  const std::vector<std::string>& own = settings_.own_tables;
  std::string sql(kLookAround);
  for (const std::string& table : own) sql += fmt::format(kSchemaOf, quoted_text(quoted_name(table)));
  const Result session = ask(sql);
  note_pid(session.cell(0, 0));
  pooled_ = pid_ != link_->told_pid();
  read_only_ = session.cell(0, 1) == "t";
  plain_defaults_ = !read_only_ && session.cell(0, 2) == "read committed";
  first_path_ = user_path_ = session.cell(0, 3);
  schema_ = session.cell(0, 4);
  const auto schema_of = [&](std::size_t table) { return session.cell(0, static_cast<int>(table) + 5); };
  for (std::size_t table = own.size(); table-- > 0;) {  // the version table's counts most
    if (const auto schema = schema_of(table); !schema.empty()) schema_ = schema;
  }
  tables_.emplace();
  for (std::size_t table = 0; table < own.size(); ++table) {
    if (const auto schema = schema_of(table); !schema.empty() && schema == schema_) tables_->push_back(own[table]);
  }
  // pg_temp would else come first; without a schema before it, tables would be made in it. The server's own functions
  // and operators do come first, since the path does not name them.
  own_path_ = schema_.empty() ? first_path_ : quoted_name(schema_) + ", pg_temp";
  lock_ = run_lock(schema_, settings_.own_tables.empty() ? "" : settings_.own_tables.front());
}

void PostgresqlConnection::note_pid(std::string_view pid) {
  const int now = number_of<int>(pid);
  if (pid_ != 0 && now != pid_) pooled_ = true;
  pid_ = now;
}

void PostgresqlConnection::note_tables(const Result& tables) {
  std::vector<std::string> there;
  there.reserve(static_cast<std::size_t>(tables.rows()));
  for (int row = 0; row < tables.rows(); ++row) there.emplace_back(tables.cell(row, 0));
  tables_ = std::move(there);
}

void PostgresqlConnection::stop_if_interrupted() const {
  if (interrupted()) throw error(Code::kInterrupted, "stopped by a signal");
}

void PostgresqlConnection::send(std::string_view sql, Values values, Errand errand) {
  link_->send(std::string(sql), {values.begin(), values.size()}, std::move(errand));
}

// Only where the server is known to be no pooler, which may run it in another session the next time, and where no
// revision can have taken it away. If it is gone all the same, begin() is the way, as for all else that was taken for
// granted.
void PostgresqlConnection::send_again(std::string_view sql, std::span<const Value> values, Errand errand) {
  if (!on_trust_ || changed_) {
    link_->send(std::string(sql), values, std::move(errand));
  } else {
    link_->send_again(std::string(sql), values, std::move(errand));
  }
}

Result PostgresqlConnection::ask(std::string_view sql, Values values) {
  Result answer;
  send(sql, values, {.answer = &answer});
  settle();
  return answer;
}

void PostgresqlConnection::settle() {
  behind_ = 0;
  looked_ = std::chrono::milliseconds(0);
  std::optional<Failure> failure;
  try {
    wait_for_commit();
    failure = link_->settle();
  } catch (const Error&) {
    in_transaction_ = false;
    state_.clear();
    throw;
  }
  if (failure) fail(*failure, on_trust_);
}

void PostgresqlConnection::fail(const Failure& failure, bool on_trust) {
  state_ = failure.result.field(PG_DIAG_SQLSTATE);
  const bool user = failure.errand.kind == Errand::Kind::kUser;
  behind_ = user ? failure.users_behind : std::numeric_limits<std::size_t>::max();
  tables_.reset();
  if (state_ == kQueryCanceled && interrupted()) {
    Error stopped = error(Code::kInterrupted, "stopped by a signal");
    if (user) stopped = std::move(stopped).at(failure.errand.source.locate(failure.errand.statement, "while this ran"));
    throw stopped;
  }
  mistrusted_ = on_trust && !user && failure.errand.kind != Errand::Kind::kCheck;
  if (failure.errand.kind == Errand::Kind::kChangeOne && (state_ == kDivisionByZero || state_ == kUniqueViolation))
    throw heads_changed(failure.errand.message);
  Error error = statement_failure(failure);
  if (error.code() == Code::kLockTimeout) {
    if (!blocker_.empty()) error.diagnostic().notes.push_back("it was waited for " + blocker_);
    error.diagnostic().help.emplace_back(
        "end what holds the lock, or wait longer: `lock_timeout` for each try, `lock_wait` for all of them");
  }
  if (state_ == kDiskFull && !target_.own_folder.empty()) error = when_full(target_.own_folder, std::move(error));
  throw error;
}

Error PostgresqlConnection::statement_failure(const Failure& failure) const {
  if (failure.errand.kind == Errand::Kind::kUser) {
    Error error = statement_error(failure.result, failure.errand.source, failure.errand.statement);
    if (state_ == kUnsafeEnumValue) tell_new_value(error);
    return error;
  }
  if (failure.errand.kind != Errand::Kind::kCheck) return own_error(failure.result, failure.sql, target_.shown);
  const bool key = failure.result.field(PG_DIAG_SQLSTATE) == kForeignKeyViolation;
  Error error(key ? Code::kForeignKeys : Code::kStatement, std::string(failure.result.field(PG_DIAG_MESSAGE_PRIMARY)));
  if (const auto detail = failure.result.field(PG_DIAG_MESSAGE_DETAIL); !detail.empty())
    error.diagnostic().notes.emplace_back(detail);
  return std::move(error)
      .note("it is checked when the transaction ends")
      .help("put the rows right in the same revision, then run the same command again");
}

// Finds Aludel's tables whatever the search_path is.
std::string PostgresqlConnection::own_sql(std::string_view sql) const {
  return in_schema(numbered(sql), schema_, settings_.own_tables);
}

void PostgresqlConnection::execute(std::string_view sql, Values values) {
  if (changes_tables(sql)) tables_.reset();
  if (sql.starts_with("INSERT")) {
    if (changed_) to_own();
    send_again(own_sql(sql), {values.begin(), values.size()}, {});
  } else {
    to_own();
    send(numbered(sql), values);
  }
  if (!in_transaction_ || link_->full()) settle();
}

void PostgresqlConnection::change_one(std::string_view sql, Values values, const std::string& message) {
  if (changed_) to_own();
  send_again(fmt::format(kChangeOne, own_sql(sql)), {values.begin(), values.size()},
             {.kind = Errand::Kind::kChangeOne, .message = message});
  if (!in_transaction_) settle();
}

void PostgresqlConnection::query(std::string_view sql, Values values, const RowReader& read) {
  to_own();
  ask(numbered(sql), values).read(read);
}

bool PostgresqlConnection::has_table(std::string_view name) {
  const auto& own = settings_.own_tables;
  if (tables_ && std::find(own.begin(), own.end(), name) != own.end())
    return std::find(tables_->begin(), tables_->end(), name) != tables_->end();
  return ask(kHasTable, {schema_, name}).rows() > 0;
}

bool PostgresqlConnection::has_column(std::string_view table, std::string_view column) {
  return ask(kHasColumn, {schema_, table, column}).rows() > 0;
}

void PostgresqlConnection::backup(const std::string& /*path*/) {
  throw error(Code::kUsage, "`--backup` copies a file, and `{}` is a server", target_.shown).help("use pg_dump");
}

}  // namespace aludel::postgresql
