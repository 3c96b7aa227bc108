#include "dialect/postgresql/scratch.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <random>
#include <thread>
#include <utility>
#include <vector>

#include <unistd.h>

#include "core/error.h"
#include "core/file.h"
#include "dialect/postgresql/names.h"
#include "dialect/postgresql/programs.h"
#include "dialect/postgresql/roles.h"
#include "dialect/postgresql/sandbox.h"
#include "dialect/postgresql/stilled.h"

namespace aludel::postgresql {
namespace {

constexpr std::string_view kVersion = "SELECT pg_catalog.current_setting('server_version')";
// template0 has nothing in it that somebody put there.
constexpr std::string_view kCreate = "CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8' STRATEGY {}";
constexpr std::string_view kEmpty = "template0";
constexpr std::string_view kDrop = "DROP DATABASE IF EXISTS {} WITH (FORCE)";
constexpr std::string_view kDropUnused = "DROP DATABASE IF EXISTS {}";
constexpr std::string_view kRoles = "SELECT rolname FROM pg_catalog.pg_roles";
constexpr std::string_view kSessions = "SELECT count(*) FROM pg_catalog.pg_stat_activity WHERE datname = ?";

// On a server of somebody else's: who made databases says by a lock that it lives. It is named by the 16 digits in
// their names, which are its number.
constexpr std::string_view kSafePath = "SET search_path = pg_catalog";
constexpr std::string_view kSayAlive = "SELECT pg_catalog.pg_advisory_lock(('x' || ?)::bit(64)::bigint)";
// What a process left that died: by its name Aludel's, this role's own, nobody is connected, and its maker is gone.
constexpr std::string_view kAbandoned = R"sql(SELECT d.datname FROM pg_catalog.pg_database d
WHERE d.datname ~ '^aludel_scratch_[0-9]+_[0-9a-f]{16}_[0-9]+$'
  AND d.datdba = (SELECT r.oid FROM pg_catalog.pg_roles r WHERE r.rolname = current_user)
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_activity a WHERE a.datid = d.oid)
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_locks l WHERE l.locktype = 'advisory' AND l.objsubid = 1
    AND lpad(to_hex(l.classid::bigint), 8, '0') || lpad(to_hex(l.objid::bigint), 8, '0') = split_part(d.datname, '_', 4)))sql";

// What is left of a private server holds one database. It is none that a later run could start from if something else
// than a role is there that belongs to no database: it might be of another one that is gone.
constexpr std::string_view kLeft = "kept";
constexpr std::string_view kRename = "ALTER DATABASE {} RENAME TO {}";
constexpr std::string_view kDatabases = "SELECT datname FROM pg_catalog.pg_database WHERE oid >= 16384";
constexpr std::string_view kCanBeLeft = R"sql(SELECT pg_catalog.pg_database_size(?) < 536870912
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_db_role_setting)
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_tablespace WHERE oid >= 16384)
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_subscription)
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_replication_slots)
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_parameter_acl)
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_file_settings WHERE sourcefile ~ 'postgresql[.]auto[.]conf$'))sql";

constexpr std::chrono::seconds kLeaveTimeout{60};  // of a session that was told to end; a busy machine takes its time
constexpr std::string_view kRule =
    "a temporary database on the database's own server gets only what Aludel writes itself, and a model's DDL";

std::string first_cell(Connection& connection, std::string_view sql, Values values = {}) {
  std::string cell;
  connection.query(sql, values, [&](Row row) { cell = row[0].value_or(""); });
  return cell;
}

std::vector<std::string> first_column(Connection& connection, std::string_view sql) {
  std::vector<std::string> cells;
  connection.query(sql, [&](Row row) { cells.emplace_back(row[0].value_or("")); });
  return cells;
}

// 16 digits.
std::string new_number() {
  std::random_device random;
  return fmt::format("{:08x}{:08x}", random(), random());
}

Error with_ways_out(Error error, int major) {
  return std::move(error)
      .help(fmt::format("install its server (on Debian: `apt-get install postgresql-{}`); it need not run",
                        major == 0 ? "15" : std::to_string(major)))
      .help("or name one on which databases may be made and dropped: `scratch.postgresql = \"postgresql://...\"`");
}

// Of a model's statement, beside somebody's databases.
void require_inside(const Source& source, Span statement, int major) {
  if (stays_inside(source.slice(statement))) return;
  throw with_ways_out(error(Code::kScratch, "this may reach beyond a scratch database")
                          .at(source.locate(statement))
                          .note(std::string(kRule)),
                      major);
}

std::string require_stilled(const Source& source, Span statement, std::string_view sql) {
  if (std::optional<std::string> still = stilled(sql)) return *std::move(still);
  throw error(Code::kScratch, "the body of this routine cannot be read, and it must not run")
      .at(source.locate(statement))
      .note(std::string(kRule))
      .help("write it between dollar quotes: `AS $$ ... $$`");
}

}  // namespace

ScratchHost::~ScratchHost() {
  try {
    if (server_ && !left_.empty()) leave();
  } catch (const Error&) {
    // Then the next run has to make it again.
  }
}

void ScratchHost::suit(const PostgresqlConnection& database) {
  const std::lock_guard guard(mutex_);
  if (major_ != 0 || place_) return;
  major_ = database.major_version();
  shared_ = database.target();
}

ScratchHost::Place ScratchHost::place() {
  if (!place_) place_ = find_place();
  return *place_;
}

ScratchHost::Place ScratchHost::find_place() {
  if (settings_.server) {
    shared_ = target_of(*settings_.server);
    return Place::kNamed;
  }
  if (!settings_.beside && find_own_programs()) return Place::kPrivate;
  if (!shared_ && settings_.database) {
    if (const auto url = settings_.database()) shared_ = target_of(*url);
  }
  if (!shared_) throw nowhere();
  return Place::kBeside;
}

bool ScratchHost::find_own_programs() {
  for (const ServerPrograms& one : find_programs()) {
    if (major_ != 0 && one.major != major_) continue;
    programs_ = one;
    return true;
  }
  return false;
}

Error ScratchHost::nowhere() const {
  if (settings_.beside)
    return error(Code::kScratch, "scratch databases are to be beside the database, as `scratch.postgresql` says");
  Error missing = error(Code::kScratch, "there is no PostgreSQL{} on this machine to run scratch databases on",
                        major_ == 0 ? "" : fmt::format(" {}", major_));
  for (const ServerPrograms& one : find_programs())
    missing.diagnostic().notes.push_back(fmt::format("`{}` holds version {}", one.folder, one.version));
  return missing;
}

bool ScratchHost::is_beside() {
  const std::lock_guard guard(mutex_);
  return place() == Place::kBeside;
}

void ScratchHost::require_place_for(ScratchSql sql) {
  if (place() != Place::kBeside || sql != ScratchSql::kRevisions) return;
  throw with_ways_out(nowhere().note(fmt::format("{}; revisions may hold anything", kRule)), major_)
      .help("or compare with the database itself: `--from-database`, `aludel diff database ...`");
}

void ScratchHost::start(const std::string& packed) {
  if (admin_) return;
  if (place() != Place::kPrivate) return start_shared();
  server_ = std::make_unique<PrivateServer>(programs_, settings_.cache_folder, packed);
  admin_ = std::make_unique<PostgresqlConnection>(server_->target("postgres"), ConnectSettings{});
  prefix_ = "scratch";
  const std::vector<std::string> roles = first_column(*admin_, kRoles);
  roles_.insert(roles.begin(), roles.end());
}

void ScratchHost::stop() {
  admin_.reset();
  server_.reset();
  roles_.clear();
}

void ScratchHost::start_shared() {
  std::unique_ptr<Connection> admin = std::make_unique<PostgresqlConnection>(*shared_, ConnectSettings{});
  const std::string number = new_number();
  admin->execute(kSafePath);
  static_cast<void>(first_cell(*admin, kSayAlive, {number}));
  prefix_ = fmt::format("aludel_scratch_{}_{}", std::time(nullptr), number);
  for (const std::string& left : first_column(*admin, kAbandoned)) {
    try {
      admin->execute(fmt::format(kDropUnused, quoted_name(left)));
    } catch (const Error&) {
      // Somebody looks into it, or another run was faster.
    }
  }
  admin_ = std::move(admin);
}

Target ScratchHost::target(const std::string& database) const {
  if (server_) return server_->target(database);
  Target target = *shared_;
  target.parameters.emplace_back("dbname", database);
  return target;
}

std::unique_ptr<Connection> ScratchHost::make_from(const std::string& origin, ScratchSql sql) {
  for (const std::string& left : std::exchange(unused_, {})) admin_->execute(fmt::format(kDrop, quoted_name(left)));
  const std::string name = fmt::format("{}_{}", prefix_, ++count_);
  const char* const strategy = origin == kEmpty ? "wal_log" : "file_copy";
  try {
    admin_->execute(fmt::format(kCreate, quoted_name(name), quoted_name(origin), strategy));
  } catch (Error& failure) {
    throw not_made(std::move(failure));
  }
  return connect(name, sql);
}

std::unique_ptr<Connection> ScratchHost::connect(const std::string& name, ScratchSql sql) {
  auto gone = std::shared_ptr<void>(this, [this, name](void*) {
    const std::lock_guard guard(mutex_);
    drop(name);
  });
  auto made = std::make_unique<PostgresqlConnection>(target(name), ConnectSettings{}, std::move(gone));
  const bool beside = place() == Place::kBeside;
  made->on_statement([this, sql, beside](const Source& source, Span statement) -> std::optional<std::string> {
    const std::string_view text = source.slice(statement);
    if (server_ && !prepare_roles(text)) return std::nullopt;
    const bool model = sql == ScratchSql::kModel;
    if (model && beside) require_inside(source, statement, major_);
    // What a materialized view holds is no part of a schema, and its query may take long, or find nothing on the
    // search_path that it runs with (https://www.postgresql.org/docs/17/release-17.html).
    std::string ran = model || beside ? without_query(text) : std::string(text);
    return beside ? require_stilled(source, statement, ran) : std::move(ran);
  });
  return made;
}

Error ScratchHost::not_made(Error failure) const {
  if (server_) return failure;
  if (*place_ == Place::kNamed)
    return std::move(failure).note("the scratch server is the one that `scratch.postgresql` names");
  Error told = nowhere().note(fmt::format("nor can a temporary database be made on the server of `{}`: {}",
                                          shared_->shown, failure.diagnostic().message));
  const std::string user = first_cell(*admin_, "SELECT current_user");
  return with_ways_out(std::move(told), major_)
      .help(fmt::format("or let the role make databases: `ALTER ROLE {} CREATEDB`", quoted_name(user)));
}

// A statement of somebody's script that made the role meanwhile is as good.
bool ScratchHost::prepare_roles(std::string_view statement) {
  const RoleWords words = roles_in(statement);
  if (words.names.empty()) return !words.makes_or_drops;
  const std::lock_guard guard(mutex_);
  for (const std::string& role : words.names) {
    if (!roles_.insert(role).second) continue;
    try {
      admin_->execute(fmt::format("CREATE ROLE {} NOLOGIN", quoted_name(role)));
    } catch (const Error&) {
      continue;
    }
  }
  return !words.makes_or_drops;
}

void ScratchHost::drop(const std::string& database) noexcept {
  if (database == left_ || database == kLeft) return;
  try {
    if (server_) {
      unused_.push_back(database);
    } else {
      admin_->execute(fmt::format(kDrop, quoted_name(database)));
    }
  } catch (const Error&) {
    // The server is gone, or the database will be found by the next run.
  }
}

std::unique_ptr<Connection> ScratchHost::make(ScratchSql sql) {
  const std::lock_guard guard(mutex_);
  require_place_for(sql);
  start();
  return make_from(std::string(kEmpty), sql);
}

void ScratchHost::wait_until_left(const std::string& database) {
  const auto until = std::chrono::steady_clock::now() + kLeaveTimeout;
  while (first_cell(*admin_, kSessions, {database}) != "0" && std::chrono::steady_clock::now() < until)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

// A database is a template only while nobody is connected to it
// (https://www.postgresql.org/docs/current/manage-ag-templatedbs.html).
std::unique_ptr<Connection> ScratchHost::copy(Connection& original, ScratchSql sql) {
  auto& session = dynamic_cast<PostgresqlConnection&>(original);
  const std::string name = first_cell(session, "SELECT pg_catalog.current_database()");
  const std::lock_guard guard(mutex_);
  require_place_for(sql);
  session.disconnect();
  wait_until_left(name);
  auto made = make_from(name, sql);
  session.connect_again();
  return made;
}

std::unique_ptr<Connection> ScratchHost::kept(const std::string& file) {
  const std::lock_guard guard(mutex_);
  if (admin_ || !file_exists(file) || place() != Place::kPrivate) return nullptr;
  try {
    start(file);
    const std::vector<std::string> names = first_column(*admin_, kDatabases);
    if (names != std::vector{std::string(kLeft)}) return nullptr;  // it was damaged
    return connect(names.front(), ScratchSql::kOwn);
  } catch (const Error& failure) {
    if (failure.code() == Code::kInterrupted) throw;
    stop();
    ::unlink(file.c_str());
    return nullptr;
  }
}

void ScratchHost::keep(Connection& scratch, const std::string& file) {
  const std::lock_guard guard(mutex_);
  if (!server_ || !left_.empty()) return;
  left_ = first_cell(scratch, "SELECT pg_catalog.current_database()");
  left_in_ = file;
}

void ScratchHost::leave() {
  const std::string left = std::exchange(left_, {});
  for (const std::string& name : first_column(*admin_, kDatabases)) {
    if (name != left) admin_->execute(fmt::format(kDrop, quoted_name(name)));
  }
  if (first_cell(*admin_, kCanBeLeft, {left}) != "t") return;
  wait_until_left(left);
  admin_->execute(fmt::format(kRename, quoted_name(left), quoted_name(kLeft)));
  admin_.reset();
  server_->leave(left_in_);
}

std::string ScratchHost::engine() {
  const std::lock_guard guard(mutex_);
  if (place() == Place::kPrivate) return "postgresql " + programs_.version;
  start();
  return "postgresql " + first_cell(*admin_, kVersion);
}

}  // namespace aludel::postgresql
