// What Aludel knows of one engine. The list of engines is registry.h; what differs between them is asked here, as data
// or as a function, so that nobody outside of this folder asks which engine it is.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/source.h"
#include "core/url.h"
#include "dialect/connection.h"
#include "dialect/ddl.h"
#include "dialect/statement.h"

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
  std::chrono::milliseconds lock_timeout{30'000};  // for a lock of somebody else
  std::chrono::milliseconds lock_wait{300'000};    // for another Aludel, or for somebody who gets on with his work
  std::optional<bool> foreign_keys;     // while revisions run; the URL wins, then this, then the dialect's default
  std::vector<std::string> own_tables;  // Aludel's: statements of files may read, but not change them
  std::function<void(const Waiting&)> on_wait;  // may be empty; must not throw
};

struct Capabilities {
  bool transactional_ddl = true;    // statements, heads and ledger of a revision commit together
  bool shared_transactions = true;  // many revisions may share a transaction, a savepoint each
  bool is_file = false;             // the database is a file: it can be missing, and be backed up
  std::string_view identity_key;    // type of a primary key that numbers itself
};

// The texts around a revision in a script for the engine's own shell.
struct ScriptTexts {
  std::string_view head;  // once, at the top: stop at the first error
  std::string_view begin;
  std::string_view commit;
  std::string_view now;  // an expression: the time as the ledger writes it
};

// Whether values of two types can be equal: a number and the text that says it.
enum class CellTypes : std::uint8_t { kCount, kDoNotCount };

// What made-up values of a column have to be.
struct SampleWish {
  std::int64_t row = 0;
  const Column* also = nullptr;      // the column becomes this one, so they have to suit it too
  std::vector<std::size_t> lengths;  // of texts and bytes, besides usual ones
};

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
  // An empty private database that is gone with the connection.
  [[nodiscard]] virtual std::unique_ptr<Connection> scratch() const = 0;
  // The same with all that a private database holds.
  [[nodiscard]] virtual std::unique_ptr<Connection> scratch_copy(Connection& original) const = 0;
  // Name and version of the engine that scratch databases run on.
  [[nodiscard]] virtual std::string scratch_engine() const = 0;

  // The statements in `body`, one by one; `source` must outlive the reader.
  [[nodiscard]] virtual std::unique_ptr<StatementReader> split(const Source& source, Span body) const = 0;
  [[nodiscard]] virtual std::unique_ptr<StatementJudge> judge() const = 0;

  [[nodiscard]] virtual std::string quote_identifier(std::string_view name) const = 0;
  [[nodiscard]] virtual std::string quote_literal(std::string_view text) const = 0;

  [[nodiscard]] virtual const ScriptTexts& script_texts() const = 0;
  // SQL that sets the session up for a section, outside of a transaction.
  [[nodiscard]] virtual std::string script_session(const SessionWish& wish, const ConnectSettings& settings) const = 0;
  // SQL before and after a revision's statements that fails where check_revision() would. Empty if the section asks for
  // no check.
  [[nodiscard]] virtual std::string script_before(const SessionWish& wish) const = 0;
  [[nodiscard]] virtual std::string script_after(const SessionWish& wish) const = 0;
  // SQL that fails with `message` unless `condition` holds.
  [[nodiscard]] virtual std::string script_guard(std::string_view condition, std::string_view message) const = 0;

  // A text that is another one whenever the schema is; cheap, so that the schema is read only if there is a new one.
  [[nodiscard]] virtual std::string schema_stamp(Connection& connection) const = 0;
  // The schema as SQL that makes it, without the tables named.
  [[nodiscard]] virtual std::string schema_sql(Connection& connection, std::span<const std::string> without) const = 0;
  // A statement that takes back what `statement` creates, as far as its text tells; to be proven by whoever uses it.
  [[nodiscard]] virtual std::optional<std::string> undo_of(std::string_view statement) const = 0;

  // What a statement of a section marked `batch` becomes on a database with the schema of `connection`. Nothing: it
  // runs as it is. Throws kStatement with its place.
  [[nodiscard]] virtual std::optional<Script> expand(Connection& connection, const Source& source,
                                                     Span statement) const = 0;

  // --- Schemas as values

  // A name as this engine compares names.
  [[nodiscard]] virtual Identifier identifier(std::string_view text) const = 0;
  // The whole schema, without the tables named and what belongs to them.
  [[nodiscard]] virtual Schema introspect(Connection& connection, std::span<const std::string> without) const = 0;
  // SQL that makes the schema in an empty database, in one spelling whatever its objects were written like: loading it
  // gives an equal schema.
  [[nodiscard]] virtual Script canonical(const Schema& schema) const = 0;
  // The same spelling for parts: what is written in the tables of a schema, and clauses of CREATE TABLE.
  [[nodiscard]] virtual Schema in_one_spelling(Schema schema) const = 0;
  [[nodiscard]] virtual std::string clause_sql(const PrimaryKey& key) const = 0;
  [[nodiscard]] virtual std::string clause_sql(const Constraint& constraint) const = 0;
  // SQL that turns a database with schema `from` into one with schema `to`. `changes` are diff(from, to). The texts of
  // `from` must be those of the database that the script will meet.
  [[nodiscard]] virtual Ddl render(const Schema& from, const Schema& to, const Changes& changes,
                                   const DdlOptions& options) const = 0;
  // SQL that renames, for a database with schema `from`. Every object that mentions the name follows.
  [[nodiscard]] virtual Script render_renames(const Schema& from, const std::vector<Rename>& renames) const = 0;

  // --- Rows, made up and compared

  // Literals that suit a column. The first one is another for each row.
  [[nodiscard]] virtual std::vector<std::string> samples(const Column& column, const SampleWish& wish) const = 0;
  // The literals that occur in an expression: what a CHECK names, it probably accepts.
  [[nodiscard]] virtual std::vector<std::string> literals(std::string_view sql) const = 0;
  // The name under which the table's own row numbers are read and written, if no column is that; else empty.
  [[nodiscard]] virtual std::string row_number(const Table& table) const = 0;
  // An expression that gives the value of another one as a literal: equal texts are equal values.
  [[nodiscard]] virtual std::string literal_of(std::string_view expression, CellTypes types) const = 0;
  // What tables keep beside their rows: the highest number that one has given out, by the table's name.
  [[nodiscard]] virtual std::map<std::string, std::string> counters(Connection& connection) const = 0;
};

}  // namespace aludel
