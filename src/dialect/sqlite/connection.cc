#include "dialect/sqlite/connection.h"

#include <utility>

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/error.h"
#include "core/failpoint.h"
#include "core/file.h"
#include "dialect/sqlite/result.h"

namespace aludel::sqlite {
namespace {

constexpr std::string_view kBegin = "BEGIN IMMEDIATE";
constexpr std::string_view kCommit = "COMMIT";
constexpr std::string_view kRollback = "ROLLBACK";
constexpr std::string_view kLookAtSchema = "SELECT 1 FROM sqlite_schema LIMIT 0";
constexpr std::string_view kDataVersion = "PRAGMA data_version";
// 16 MiB instead of 2: each CREATE makes SQLite read the whole schema table, which stays in memory then. A temporary
// database of up to 64 MiB is never written to its file.
constexpr std::string_view kCacheSize = "PRAGMA cache_size = -16384";
constexpr std::string_view kTemporaryCacheSize = "PRAGMA cache_size = -65536";
constexpr std::chrono::seconds kLockTimeout{30};
constexpr int kProgressSteps = 5000;  // instructions between two looks at the interrupt flag: well below a millisecond

// A file must not be able to name our savepoint.
std::string random_name() {
  std::uint64_t bits = 0;
  sqlite3_randomness(sizeof bits, &bits);
  return fmt::format("aludel_{:016x}", bits);
}

// Creates an empty file if there is none, and says whether this process was the one that did.
bool create_file(const Target& target) {
  const int file = ::open(target.path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (file >= 0) ::close(file);
  return file >= 0;
}

void require_folder(const Target& target) {
  const std::string folder = parent_path(target.path);
  if (is_directory(folder)) return;
  throw error(Code::kNoDatabase, "the folder `{}` of the database does not exist", folder)
      .help(fmt::format("create it: `mkdir -p {}`; folders are never created, since a wrong path would go unseen",
                        folder));
}

}  // namespace

SqliteConnection::SqliteConnection(const Target& target, const ConnectSettings& settings)
    : target_(target), settings_(settings), patience_(target.path, target.shown, settings_, interrupted_) {
  if (target.timeout) settings_.lock_timeout = target.timeout;
  if (!settings_.lock_timeout) settings_.lock_timeout = kLockTimeout;
  const std::string name = random_name();
  savepoint_ = "SAVEPOINT " + name;
  release_ = "RELEASE " + name;
  rollback_to_ = "ROLLBACK TO " + name;

  const bool read_only = settings.read_only || target.mode == OpenMode::kReadOnly;
  failpoint("conn.open");
  if (!target_.path.empty()) require_file(read_only);
  open(read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);
}

void SqliteConnection::require_file(bool read_only) {
  if (!file_exists(target_.path)) {
    require_folder(target_);
    if (settings_.missing == Missing::kPretend) {
      target_.path.clear();
    } else if (settings_.missing == Missing::kCreate && !read_only && target_.mode == OpenMode::kReadWriteCreate) {
      if (create_file(target_)) created_ = target_.path;
    } else if (settings_.missing == Missing::kCreate) {
      const std::string_view mode = target_.mode == OpenMode::kReadOnly ? "mode=ro" : "mode=rw";
      throw error(Code::kNoDatabase, "the database `{}` does not exist, and `{}` forbids to create it", target_.shown,
                  mode)
          .help(fmt::format("take `{}` out of the database URL", mode));
    } else {
      throw error(Code::kNoDatabase, "the database `{}` does not exist", target_.shown)
          .note(fmt::format("its full path is `{}`", target_.path))
          .help("`aludel upgrade`, `aludel stamp` and `aludel ensure_version` create it");
    }
  } else if (is_directory(target_.path)) {
    throw error(Code::kConnect, "`{}` is a folder, not a database", target_.shown)
        .help("name a file in it: `sqlite:///folder/app.db`");
  } else if (!is_regular_file(target_.path)) {
    throw error(Code::kConnect, "`{}` is not a regular file", target_.shown).help("check the URL");
  }
}

void SqliteConnection::open(int flags) {
  if (target_.path.empty()) flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  database_ = std::make_unique<Database>(target_.path, target_.shown, flags);
  sqlite3* handle = database_->handle();
  patience_.attach(handle);
  authorizer_ = std::make_unique<Authorizer>(handle, settings_.own_tables);
  // A flag that a progress handler reads may be set from a signal handler at any time, sqlite3_interrupt() not while
  // the handle is being closed.
  sqlite3_progress_handler(
      handle, kProgressSteps,
      [](void* self) {
        const auto* connection = static_cast<SqliteConnection*>(self);
        return connection->stoppable_ && connection->interrupted() ? 1 : 0;
      },
      this);
  set_foreign_keys(target_.foreign_keys.value_or(settings_.foreign_keys.value_or(false)));
}

void SqliteConnection::reopen() {
  const int flags =
      sqlite3_db_readonly(database_->handle(), "main") == 1 ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  seen_version_.clear();
  if (!target_.path.empty()) {
    database_.reset();
    open(flags);
    return;
  }
  // A temporary database is gone with its handle.
  const std::unique_ptr<Authorizer> old_authorizer = std::move(authorizer_);
  const std::unique_ptr<Database> old = std::move(database_);
  open(flags);
  old->copy_to(*database_);
}

// A lock that keeps readers out, too: told like one that keeps writers out.
template <typename Do>
auto SqliteConnection::patiently(const Do& act) {
  try {
    return act();
  } catch (const Error& failure) {
    if (failure.code() == Code::kLockTimeout && patience_.holder()) throw_locked();
    throw;
  }
}

void SqliteConnection::execute(std::string_view sql, Values values) {
  patiently([&] { database_->execute(sql, values); });
}

void SqliteConnection::change_one(std::string_view sql, Values values, const std::string& message) {
  if (database_->execute(sql, values) != 1) throw heads_changed(message);
}

void SqliteConnection::query(std::string_view sql, Values values, const RowReader& read) {
  patiently([&] { database_->query(sql, values, read); });
}

bool SqliteConnection::has(std::string_view table, const char* column) {
  // The call below answers from the schema as this handle last read it; a statement makes it look whether that is still
  // true.
  query(kLookAtSchema, {}, [](Row) {});
  const int code = sqlite3_table_column_metadata(database_->handle(), "main", std::string(table).c_str(), column,
                                                 nullptr, nullptr, nullptr, nullptr, nullptr);
  if (code == SQLITE_OK) return true;
  // SQLITE_ERROR is "no such table" or "no such table column"; anything else (a lock, a file that is no database) is no
  // answer.
  if ((code & 0xFF) != SQLITE_ERROR) database_->fail(code);
  return false;
}

std::string SqliteConnection::data_version() {
  std::string version;
  sqlite3_busy_timeout(database_->handle(), 0);
  try {
    database_->query(kDataVersion, {}, [&](Row row) { version = row[0].value_or(""); });
  } catch (const Error&) {
    version.clear();  // the file is locked for readers too: no answer
  }
  patience_.attach(database_->handle());
  return version;
}

void SqliteConnection::throw_locked() const {
  const std::string holder = describe(patience_.holder());
  const std::string waited = duration_text(patience_.waited());
  Error failure = holder.empty()
                      ? error(Code::kLockTimeout, "`{}` stayed locked by another process for {}", target_.shown, waited)
                      : error(Code::kLockTimeout, "`{}` stayed locked by {} for {}", target_.shown, holder, waited);
  throw std::move(failure).help("end the other process, or wait longer with `lock_timeout` in aludel.toml");
}

void SqliteConnection::stop_if_interrupted() const {
  if (interrupted()) throw error(Code::kInterrupted, "stopped by a signal");
}

void SqliteConnection::begin() {
  failpoint("lock.before");
  stop_if_interrupted();
  if (sqlite3_db_readonly(database_->handle(), "main") == 1) {
    Error failure = error(Code::kConnect, "`{}` cannot be written", target_.shown);
    if (target_.mode == OpenMode::kReadOnly) throw std::move(failure).help("take `mode=ro` out of the database URL");
    throw with_help(std::move(failure), SQLITE_READONLY, target_.shown);
  }
  if (seen_version_.empty()) {
    seen_version_ = data_version();
    database_->execute(target_.path.empty() ? kTemporaryCacheSize : kCacheSize, {});
  }
  const auto limit = std::chrono::steady_clock::now() + settings_.lock_wait;
  while (true) {
    const int code = database_->try_execute(kBegin);
    if (code == SQLITE_OK) break;
    stop_if_interrupted();
    if ((code & 0xFF) != SQLITE_BUSY) database_->fail(code);
    // Whoever holds the lock is not stuck if something was committed meanwhile.
    const std::string version = data_version();
    const bool moved = !version.empty() && version != seen_version_;
    seen_version_ = version;
    if (!moved || std::chrono::steady_clock::now() >= limit) throw_locked();
  }
  try {
    failpoint("lock.after");
  } catch (...) {
    rollback();
    throw;
  }
}

void SqliteConnection::commit() {
  failpoint("tx.commit.before");
  const int code = database_->try_execute(kCommit);
  if ((code & 0xFF) == SQLITE_BUSY) throw_locked();
  if (code != SQLITE_OK) database_->fail(code);
  failpoint("tx.commit.after");
}

void SqliteConnection::rollback() noexcept {
  if (!in_transaction()) return;
  try {
    (void)database_->try_execute(kRollback);
  } catch (...) {
    return;  // out of memory: closing the handle rolls back
  }
}

bool SqliteConnection::in_transaction() const { return database_->in_transaction(); }

void SqliteConnection::savepoint() { database_->execute(savepoint_, {}); }

void SqliteConnection::release() {
  failpoint("savepoint.release");
  database_->execute(release_, {});
}

void SqliteConnection::rollback_to_savepoint() {
  database_->execute(rollback_to_, {});
  database_->execute(release_, {});
}

bool SqliteConnection::fits(const SessionWish& wish) const {
  const bool wanted = wish.foreign_keys.value_or(target_.foreign_keys.value_or(settings_.foreign_keys.value_or(false)));
  return wanted == foreign_keys_;
}

void SqliteConnection::switch_session(const SessionWish& wish) {
  if (fits(wish)) return;
  set_foreign_keys(!foreign_keys_);
}

void SqliteConnection::set_foreign_keys(bool on) {
  int now = -1;
  sqlite3_db_config(database_->handle(), SQLITE_DBCONFIG_ENABLE_FKEY, on ? 1 : 0, &now);
  if (now != (on ? 1 : 0))
    throw error(Code::kConnect, "this SQLite does not switch foreign keys {}", on ? "on" : "off");
  foreign_keys_ = on;
}

}  // namespace aludel::sqlite
