// One session with a database, as migrate/ and generate/ use it. Nothing here says which engine it is.
//
// A connection belongs to one thread; only interrupt() may be called from elsewhere.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "aludel/error.h"
#include "core/source.h"
#include "dialect/table_lock.h"

namespace aludel {

// A value bound to a `?` of one of Aludel's own statements.
using Value = std::variant<std::monostate, std::int64_t, std::string_view>;
using Values = std::initializer_list<Value>;
[[nodiscard]] inline Value text_or_null(std::string_view text) { return text.empty() ? Value() : Value(text); }

// A row of a result: each cell as text, or nothing for NULL. The views live until the callback returns.
using Row = std::span<const std::optional<std::string_view>>;
using RowReader = std::function<void(Row)>;

// What a section asks of the session, beyond its statements.
struct SessionWish {
  std::optional<bool> foreign_keys;  // as on the section's marker; unset: as configured
  std::optional<std::chrono::milliseconds> lock_timeout, statement_timeout;  // the same; 0: none
  bool operator==(const SessionWish&) const = default;
};

// How a statement of a user's file runs.
enum class RunMode : std::uint8_t {
  kTransactional,  // inside the transaction of its revision
  kSchemaEdit,     // the same, and it may edit the schema as the engine stores it
  kStatementwise,  // inside a transaction of its own
  kAlone,          // outside of any transaction
};
[[nodiscard]] constexpr bool joins_revision(RunMode mode) {
  return mode == RunMode::kTransactional || mode == RunMode::kSchemaEdit;
}

// Data that a revision throws away.
struct Loss {
  std::string table;
  std::string column;  // empty: the whole table
  std::int64_t rows = 0;
  std::string cascaded_from = {};  // a table whose drop deleted these rows, or set this column to NULL; else empty
  bool estimated = false;          // the rows were not counted: they are too many
};

// When what is committed has to be on disk. A crash of the server takes what is not, and never something older without
// what is newer.
enum class Flush : std::uint8_t {
  kNow,        // before the commit is answered
  kWithLater,  // with the next commit that is, or soon after it
};

// What became of a statement that ran outside of a transaction, when nobody heard its answer.
enum class Fate : std::uint8_t {
  kNotDone,  // it can run again
  kDone,     // it took effect
  kUnknown,  // the engine does not tell
};

// What change_one() throws.
[[nodiscard]] Error heads_changed(const std::string& message);

class Connection {
 public:
  Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  virtual ~Connection() = default;

  // --- Aludel's own statements

  // Runs one statement. Inside a transaction it may be sent later, together with what follows: what fails is then told
  // by the next query(), check_revision() or commit().
  virtual void execute(std::string_view sql, Values values) = 0;
  void execute(std::string_view sql) { execute(sql, {}); }
  // The same for a statement that has to change exactly one row; else throws kHeadsChanged with this message.
  virtual void change_one(std::string_view sql, Values values, const std::string& message) = 0;
  virtual void query(std::string_view sql, Values values, const RowReader& read) = 0;
  void query(std::string_view sql, const RowReader& read) { query(sql, {}, read); }
  [[nodiscard]] virtual bool has_table(std::string_view name) = 0;
  [[nodiscard]] virtual bool has_column(std::string_view table, std::string_view column) = 0;

  // --- Transactions

  // Begins a transaction and takes the lock that makes this run the only one; waits for it as the settings of connect()
  // say and tells their `on_wait` for whom. Throws kLockTimeout, kInterrupted, kConnect (a database that cannot be
  // written).
  virtual void begin() = 0;
  // Begins the transaction after one that this connection just committed, without waiting for an answer: the engine
  // lets all that follows fail unless the lock is free and `condition`, an expression with a `?` for each value, holds
  // under it. False: it was not begun; call begin(). What failed for that reason is told like all else, and
  // wait_to_retry() then says yes, after which begin() is the way.
  [[nodiscard]] virtual bool begin_next(std::string_view /*condition*/, std::span<const Value> /*values*/) {
    return false;
  }
  // After begin(): whether nobody else can have run since the begin() before it, so that what was read then holds.
  [[nodiscard]] virtual bool kept_lock() const { return false; }
  virtual void commit() = 0;
  // Sends the commit and does not wait for it, so that the next transaction can be prepared by begin_next() meanwhile:
  // of that one, anything that waits for the engine waits for this one first, and fails if this one did. False: not
  // now; call commit().
  [[nodiscard]] virtual bool commit_ahead(Flush /*flush*/) { return false; }
  // Waits for that commit; before the next one. Throws what commit() would, after which both transactions are gone.
  virtual void finish_commit() {}
  virtual void rollback() noexcept = 0;  // also if there is no transaction any more
  // False also if the engine ended the transaction by itself.
  [[nodiscard]] virtual bool in_transaction() const = 0;
  // One level: a revision inside a shared transaction.
  virtual void savepoint() = 0;
  virtual void release() = 0;
  virtual void rollback_to_savepoint() = 0;  // and releases it

  // --- A user's statements

  // Whether a section can join the transaction that is open. If not: commit, then switch_session().
  [[nodiscard]] virtual bool fits(const SessionWish& wish) const = 0;
  // Sets the session up for a section. Outside of a transaction only.
  virtual void switch_session(const SessionWish& wish) = 0;
  // Notes what check_revision() compares with. After begin() or savepoint().
  virtual void start_revision(const SessionWish& wish) = 0;
  // Runs the statement at `statement` to its end. Throws kStatement and others with the place in the file. Inside a
  // transaction it may be sent later, as execute() says; `source` must live until then.
  virtual void run(const Source& source, Span statement, RunMode mode) = 0;
  // Commits, calls `committed`, and runs the statement outside of a transaction. An engine may send both at once: then
  // the statement may be at work already as `committed` is called, and is waited for whatever that throws.
  virtual void commit_and_run(const Source& source, Span statement, const std::function<void()>& committed) {
    commit();
    committed();
    run(source, statement, RunMode::kAlone);
  }
  // How many of the statements given to run() stand behind the one that just failed; all, if none of them failed but
  // a statement of Aludel's own.
  [[nodiscard]] virtual std::size_t statements_behind() const { return 0; }
  // Whether the transaction that just failed may be run again from its begin: it met somebody's lock, say. Waits a
  // moment before it says yes, longer each time. Call rollback() first.
  [[nodiscard]] virtual bool wait_to_retry() { return false; }
  // What fate_of() compares with: how all that a statement could touch stands, before it runs outside of a
  // transaction. Empty: it can run again whatever happened to it.
  [[nodiscard]] virtual std::string fingerprint(std::string_view /*statement*/) { return {}; }
  // What became of a statement that began when the fingerprint was this; puts away what it left half-done. Outside of a
  // transaction only.
  [[nodiscard]] virtual Fate fate_of(std::string_view /*statement*/, std::string_view /*fingerprint*/) {
    return Fate::kNotDone;
  }
  // Whether what run() just threw means: the statement did not come to the engine, or was refused by it, and it does
  // all of such a one or nothing.
  [[nodiscard]] virtual bool took_no_effect() const { return false; }
  // Whether what run() just threw means: this statement cannot run inside a transaction.
  [[nodiscard]] virtual bool must_run_alone() const = 0;
  // Whether what run() just threw means: something that the statement names is not there (yet).
  [[nodiscard]] virtual bool missed_object() const = 0;
  // Throws kForeignKeys if the revision's statements leave what the engine would refuse later. Before commit() or
  // release().
  virtual void check_revision(const SessionWish& wish) = 0;
  // Tables and columns with rows that the revision's statements dropped since start_revision(). After check_revision().
  [[nodiscard]] virtual std::vector<Loss> losses() = 0;
  // The locks that the transaction kept others out with, of those that the engine tells. After commit().
  [[nodiscard]] virtual std::vector<HeldLock> held() const { return {}; }
  // Throws kForbiddenStatement if a statement that must run outside of a transaction cannot run here at all.
  virtual void require_alone() const {}
  // Whether statements that ran changed the session itself (a pragma, a temporary table), so that the next revision
  // would see it.
  [[nodiscard]] virtual bool session_changed() const = 0;
  // Ends this session and starts a fresh one on the same database. Outside of a transaction only.
  virtual void reopen() = 0;

  // --- The rest

  // Copies the database as it is now to a new file. In a transaction that has changed nothing yet, or outside of one.
  // Throws kFileExists, kFile.
  virtual void backup(const std::string& path) = 0;
  // Stops what runs now and all that would begin; both end with kInterrupted. Commit and rollback still work. May be
  // called from a signal handler and from another thread.
  virtual void interrupt() noexcept = 0;
  [[nodiscard]] virtual bool interrupted() const noexcept = 0;
  // The file of connect(), absolute, if it was made by it.
  [[nodiscard]] virtual std::optional<std::string> created() const { return std::nullopt; }
};

}  // namespace aludel
