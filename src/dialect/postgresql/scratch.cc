#include "dialect/postgresql/scratch.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>
#include <random>
#include <thread>
#include <utility>

#include <unistd.h>

#include "core/error.h"
#include "dialect/postgresql/names.h"
#include "dialect/postgresql/programs.h"
#include "dialect/postgresql/roles.h"

namespace aludel::postgresql {
namespace {

constexpr std::string_view kVersion = "SELECT pg_catalog.current_setting('server_version')";
// template0 has nothing in it that somebody put there.
constexpr std::string_view kCreate = "CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8' STRATEGY {}";
constexpr std::string_view kEmpty = "template0";
constexpr std::string_view kDrop = "DROP DATABASE IF EXISTS {} WITH (FORCE)";
constexpr std::string_view kRoles = "SELECT rolname FROM pg_catalog.pg_roles";
constexpr std::string_view kSessions = "SELECT count(*) FROM pg_catalog.pg_stat_activity WHERE datname = ?";
// What a process left that died: nobody is connected, and its name says that it is older than an hour.
constexpr std::string_view kAbandoned = R"sql(SELECT d.datname FROM pg_catalog.pg_database d
WHERE d.datname ~ '^aludel_scratch_[0-9]+_[0-9a-f]+_[0-9]+$'
  AND pg_catalog.split_part(d.datname, '_', 3)::bigint < pg_catalog.date_part('epoch', now()) - 3600
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_activity a WHERE a.datid = d.oid))sql";

constexpr std::chrono::seconds kLeaveTimeout{60};  // of a session that was told to end; a busy machine takes its time

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

std::string new_prefix() {
  std::random_device random;
  return fmt::format("aludel_scratch_{}_{:08x}", std::time(nullptr), random());
}

}  // namespace

ScratchHost::~ScratchHost() = default;

void ScratchHost::want_version(int major) {
  const std::lock_guard guard(mutex_);
  if (major_ == 0 && !admin_ && !programs_) major_ = major;
}

const ServerPrograms& ScratchHost::programs() {
  if (programs_) return *programs_;
  const std::vector<ServerPrograms> all = find_programs();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [this](const ServerPrograms& one) { return major_ == 0 || one.major == major_; });
  if (found == all.end()) {
    Error missing = error(Code::kScratch, "there is no PostgreSQL{} on this machine to run scratch databases on",
                          major_ == 0 ? "" : fmt::format(" {}", major_));
    for (const ServerPrograms& one : all)
      missing.diagnostic().notes.push_back(fmt::format("`{}` holds version {}", one.folder, one.version));
    throw std::move(missing)
        .help(fmt::format("install its server (on Debian: `apt-get install postgresql-{}`); it need not run",
                          major_ == 0 ? "15" : std::to_string(major_)))
        .help("or name one on which databases may be made and dropped: `scratch.postgresql = \"postgresql://...\"`");
  }
  return programs_.emplace(*found);
}

void ScratchHost::start() {
  if (admin_) return;
  if (settings_.server) {
    named_ = target_of(*settings_.server);
  } else {
    server_ = std::make_unique<PrivateServer>(programs(), settings_.cache_folder);
  }
  admin_ = std::make_unique<PostgresqlConnection>(server_ ? server_->target("postgres") : named_, ConnectSettings{});
  prefix_ = new_prefix();
  if (server_) {
    const std::vector<std::string> roles = first_column(*admin_, kRoles);
    roles_.insert(roles.begin(), roles.end());
    return;
  }
  for (const std::string& left : first_column(*admin_, kAbandoned)) drop(left);
}

Target ScratchHost::target(const std::string& database) const {
  if (server_) return server_->target(database);
  Target target = named_;
  target.parameters.emplace_back("dbname", database);
  return target;
}

std::unique_ptr<Connection> ScratchHost::make_from(const std::string& origin) {
  const std::string name = fmt::format("{}_{}", prefix_, ++count_);
  const char* const strategy = origin == kEmpty ? "wal_log" : "file_copy";
  try {
    admin_->execute(fmt::format(kCreate, quoted_name(name), quoted_name(origin), strategy));
  } catch (Error& failure) {
    if (server_) throw;
    throw std::move(failure).note("the scratch server is the one that `scratch.postgresql` names");
  }
  auto gone = std::shared_ptr<void>(nullptr, [this, name](void*) {
    const std::lock_guard guard(mutex_);
    drop(name);
  });
  auto made = std::make_unique<PostgresqlConnection>(target(name), ConnectSettings{}, std::move(gone));
  if (server_) made->on_statement([this](std::string_view statement) { return prepare_roles(statement); });
  return made;
}

// A statement of somebody's script that made the role meanwhile is as good.
bool ScratchHost::prepare_roles(std::string_view statement) {
  const RoleWords words = roles_in(statement);
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
  try {
    admin_->execute(fmt::format(kDrop, quoted_name(database)));
  } catch (const Error&) {
    // The server is gone, or the database will be found by the next run.
  }
}

std::unique_ptr<Connection> ScratchHost::make() {
  const std::lock_guard guard(mutex_);
  start();
  return make_from(std::string(kEmpty));
}

// A database is a template only while nobody is connected to it
// (https://www.postgresql.org/docs/current/manage-ag-templatedbs.html).
std::unique_ptr<Connection> ScratchHost::copy(Connection& original) {
  auto& session = dynamic_cast<PostgresqlConnection&>(original);
  const std::string name = first_cell(session, "SELECT pg_catalog.current_database()");
  const std::lock_guard guard(mutex_);
  session.disconnect();
  const auto until = std::chrono::steady_clock::now() + kLeaveTimeout;
  while (first_cell(*admin_, kSessions, {name}) != "0" && std::chrono::steady_clock::now() < until)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  auto made = make_from(name);
  session.connect_again();
  return made;
}

std::string ScratchHost::engine() {
  const std::lock_guard guard(mutex_);
  if (!settings_.server) return "postgresql " + programs().version;
  start();
  return "postgresql " + first_cell(*admin_, kVersion);
}

}  // namespace aludel::postgresql
