// What Aludel has to know of one engine to run revisions on it. The list of engines is registry.h; what differs between
// them is asked here, as data or as a function, so that nobody outside of this folder asks which engine it is.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/source.h"
#include "core/url.h"
#include "dialect/connection.h"
#include "dialect/statement.h"
#include "dialect/table_lock.h"

namespace aludel {

// What connect() does if the database does not exist.
enum class Missing : std::uint8_t {
  kRefuse,   // kNoDatabase
  kCreate,   // makes it (a file, never its folder)
  kPretend,  // uses an empty private one, for a dry run
};

// For whom a connection waits. Told once after about a second, and again every ten.
struct Waiting {
  std::string database;  // as a user would name it
  std::string holder;    // `aludel (pid 4711)`, `another process`; empty if unknown
  std::chrono::milliseconds waited{0};
};

struct ConnectSettings {
  Missing missing = Missing::kRefuse;
  std::string folder;  // relative paths in the URL are relative to it; empty: the working directory
  bool read_only = false;
  // How long the engine waits for a lock of somebody else, and how long a statement may run; 0: without end; unset: the
  // dialect's default. A section may say otherwise.
  std::optional<std::chrono::milliseconds> lock_timeout, statement_timeout;
  std::chrono::milliseconds lock_wait{300'000};  // for another Aludel, or for somebody who gets on with his work
  std::optional<bool> foreign_keys;     // while revisions run; the URL wins, then this, then the dialect's default
  std::vector<std::string> own_tables;  // Aludel's: statements of files may read, but not change them
  std::string lease_table;              // one of them: for a lock that has to be a row; empty: there is none
  std::function<void(const Waiting&)> on_wait;  // may be empty; must not throw
};

struct Capabilities {
  bool transactional_ddl = true;     // statements, heads and ledger of a revision commit together
  bool shared_transactions = true;   // many revisions may share a transaction, a savepoint each
  bool mixes_alone = false;          // a section may hold a statement that must run outside of a transaction
  bool goes_on_after_error = false;  // a statement that fails leaves its transaction as it was before
  bool batches = false;              // a section marked `batch` becomes other statements
  bool generates = false;            // migrations are written and proven, with rows
  bool rebuilds = false;             // where it has no ALTER there are two ways to change a table (core/rebuild.h)
  bool models = false;               // schemas are written as models of SQLAlchemy
  bool is_file = false;              // the database is a file: it can be missing, and be backed up
  std::string_view identity_key;     // type of a primary key that numbers itself
  std::string_view table_options{};  // after the `)` of Aludel's own tables
};

// The texts around a revision in a script for the engine's own shell.
struct ScriptTexts {
  std::string_view head;  // once, at the top: stop at the first error
  std::string_view begin;
  std::string_view commit;
  std::string_view now;  // an expression: the time as the ledger writes it
};

class SchemaDialect;

class Dialect {
 public:
  Dialect() = default;
  Dialect(const Dialect&) = delete;
  Dialect& operator=(const Dialect&) = delete;
  virtual ~Dialect() = default;

  [[nodiscard]] virtual std::string_view name() const = 0;  // as sections spell it: `sqlite`
  [[nodiscard]] virtual std::span<const std::string_view> schemes() const = 0;
  [[nodiscard]] virtual const Capabilities& capabilities() const = 0;

  // Throws kUrl, kNoDatabase, kConnect.
  [[nodiscard]] virtual std::unique_ptr<Connection> connect(const Url& url, const ConnectSettings& settings) const = 0;
  // Throws kUrl for what connect() would refuse without looking at the database. Returns the name a user knows the
  // database by.
  [[nodiscard]] virtual std::string describe(const Url& url, const ConnectSettings& settings) const = 0;
  // Whether a file that begins so is a database of this engine.
  [[nodiscard]] virtual bool is_database_file(std::string_view begin) const = 0;

  // The statements in `body`, one by one; `source` must outlive the reader.
  [[nodiscard]] virtual std::unique_ptr<StatementReader> split(const Source& source, Span body) const = 0;
  [[nodiscard]] virtual std::unique_ptr<StatementJudge> judge() const = 0;

  [[nodiscard]] virtual std::string quote_identifier(std::string_view name) const = 0;
  [[nodiscard]] virtual std::string quote_literal(std::string_view text) const = 0;

  // The locks that a statement takes, as far as its words tell.
  [[nodiscard]] virtual StatementLocks locks_of(std::string_view /*statement*/) const { return {}; }

  [[nodiscard]] virtual const ScriptTexts& script_texts() const = 0;
  // SQL that sets the session up for a section, outside of a transaction.
  [[nodiscard]] virtual std::string script_session(const SessionWish& wish, const ConnectSettings& settings) const = 0;
  // A statement of a file as the shell takes it, with its `;`, after the comments that stand before it.
  [[nodiscard]] virtual std::string script_statement(std::string_view before, std::string_view statement) const;
  // SQL before and after a revision's statements that fails where check_revision() would. Empty if the section asks for
  // no check.
  [[nodiscard]] virtual std::string script_before(const SessionWish& wish) const = 0;
  [[nodiscard]] virtual std::string script_after(const SessionWish& wish) const = 0;
  // SQL that puts back, inside of a transaction, what a statement of the revision before it changed in the session;
  // empty if it cannot have changed anything.
  [[nodiscard]] virtual std::string script_put_back(std::string_view /*statement*/) const { return {}; }
  // SQL that fails with `message` unless `condition` holds.
  [[nodiscard]] virtual std::string script_guard(std::string_view condition, std::string_view message) const = 0;

  // The same engine with all that is known of its schemas; nothing if this build cannot read them.
  [[nodiscard]] virtual const SchemaDialect* schemas() const { return nullptr; }
};

}  // namespace aludel
