#include "dialect/sqlite/dialect.h"

#include <utility>

#include <fmt/core.h>
#include <sqlite3.h>

#include "dialect/sqlite/batch/expand.h"
#include "dialect/sqlite/canonical.h"
#include "dialect/sqlite/connection.h"
#include "dialect/sqlite/ddl.h"
#include "dialect/sqlite/introspect.h"
#include "dialect/sqlite/judge.h"
#include "dialect/sqlite/rows.h"
#include "dialect/sqlite/schema_sql.h"
#include "dialect/sqlite/scratch.h"
#include "dialect/sqlite/split.h"
#include "dialect/sqlite/target.h"
#include "dialect/sqlite/undo.h"

namespace aludel::sqlite {
namespace {

constexpr std::string_view kSchemes[] = {"sqlite"};

constexpr Capabilities kCapabilities{
    .transactional_ddl = true,
    .shared_transactions = true,
    .goes_on_after_error = true,
    .batches = true,
    .generates = true,
    .rebuilds = true,
    .models = true,
    .is_file = true,
    .identity_key = "INTEGER PRIMARY KEY",
};

// `.bail on` is the shell's: without it, it would go on after an error and commit half of a revision.
constexpr ScriptTexts kScriptTexts{
    .head = ".bail on\n",
    .begin = "BEGIN IMMEDIATE;\n",
    .commit = "COMMIT;\n",
    .now = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')",
};

// A constraint's name is what the error shows. The table lives in the session only.
constexpr std::string_view kGuard = R"sql(CREATE TEMP TABLE aludel_guard (held INTEGER CONSTRAINT {} CHECK (held));
INSERT INTO aludel_guard SELECT {};
DROP TABLE aludel_guard;
)sql";

// Only violations that the revision itself made count, as in a run.
constexpr std::string_view kRememberViolations =
    R"sql(CREATE TEMP TABLE aludel_violations AS SELECT "table", rowid, parent FROM pragma_foreign_key_check;
)sql";
constexpr std::string_view kNoNewViolations =
    R"sql(NOT EXISTS (SELECT "table", rowid, parent FROM pragma_foreign_key_check EXCEPT SELECT * FROM aludel_violations))sql";
constexpr std::string_view kForgetViolations = "DROP TABLE aludel_violations;\n";

std::string quote(std::string_view text, char with) {
  std::string quoted(1, with);
  for (const char c : text) {
    quoted += c;
    if (c == with) quoted += c;
  }
  return quoted += with;
}

class SqliteDialect final : public SchemaDialect {
 public:
  [[nodiscard]] std::string_view name() const override { return "sqlite"; }
  [[nodiscard]] std::span<const std::string_view> schemes() const override { return kSchemes; }
  [[nodiscard]] const Capabilities& capabilities() const override { return kCapabilities; }

  [[nodiscard]] std::unique_ptr<Connection> connect(const Url& url, const ConnectSettings& settings) const override {
    return std::make_unique<SqliteConnection>(target_of(url, settings), settings);
  }
  [[nodiscard]] std::string describe(const Url& url, const ConnectSettings& settings) const override {
    return target_of(url, settings).shown;
  }
  // https://sqlite.org/fileformat.html#magic_header_string
  [[nodiscard]] bool is_database_file(std::string_view begin) const override {
    return begin.starts_with(std::string_view("SQLite format 3\0", 16));
  }
  [[nodiscard]] std::unique_ptr<Connection> scratch(ScratchSql /*sql*/) const override { return make_scratch(); }
  [[nodiscard]] std::unique_ptr<Connection> scratch_copy(Connection& original, ScratchSql /*sql*/) const override {
    return make_scratch_copy(original);
  }
  [[nodiscard]] std::string scratch_engine() const override { return sqlite::scratch_engine(); }

  [[nodiscard]] std::unique_ptr<StatementReader> split(const Source& source, Span body) const override {
    return std::make_unique<Splitter>(source, body);
  }
  [[nodiscard]] std::unique_ptr<StatementJudge> judge() const override { return std::make_unique<Judge>(); }

  [[nodiscard]] std::string quote_identifier(std::string_view name) const override { return quote(name, '"'); }
  [[nodiscard]] std::string quote_literal(std::string_view text) const override { return quote(text, '\''); }

  [[nodiscard]] const ScriptTexts& script_texts() const override { return kScriptTexts; }
  [[nodiscard]] std::string script_session(const SessionWish& wish, const ConnectSettings& settings) const override {
    return fmt::format("PRAGMA foreign_keys = {};\n",
                       wish.foreign_keys.value_or(settings.foreign_keys.value_or(false)) ? "ON" : "OFF");
  }
  [[nodiscard]] std::string script_before(const SessionWish& wish) const override {
    return std::string(wish.foreign_keys == false ? kRememberViolations : "");
  }
  [[nodiscard]] std::string script_after(const SessionWish& wish) const override {
    if (wish.foreign_keys != false) return {};
    return script_guard(kNoNewViolations, "rows refer to rows that exist") + std::string(kForgetViolations);
  }
  [[nodiscard]] std::string script_guard(std::string_view condition, std::string_view message) const override {
    return fmt::format(kGuard, quote_identifier(message), condition);
  }

  // https://sqlite.org/pragma.html#pragma_schema_version
  [[nodiscard]] std::string schema_stamp(Connection& connection) const override {
    std::string version;
    connection.query("PRAGMA schema_version", [&](Row row) { version = row[0].value_or(""); });
    return version;
  }
  [[nodiscard]] std::string schema_text(Connection& connection, std::span<const std::string> without) const override {
    return sqlite::schema_text(connection, without);
  }
  [[nodiscard]] std::string schema_sql(Connection& connection, std::span<const std::string> without) const override {
    return sqlite::schema_sql(connection, without);
  }
  [[nodiscard]] std::optional<std::string> undo_of(std::string_view statement) const override {
    return sqlite::undo_of(statement);
  }

  [[nodiscard]] std::optional<Script> expand(Connection& connection, const Source& source,
                                             Span statement) const override {
    return sqlite::expand(connection, source, statement);
  }

  [[nodiscard]] Identifier identifier(std::string_view text) const override { return sqlite::identifier(text); }
  [[nodiscard]] Schema introspect(Connection& connection, std::span<const std::string> without) const override {
    return sqlite::introspect(connection, without);
  }
  [[nodiscard]] Script canonical(const Schema& schema) const override { return sqlite::canonical(schema); }
  [[nodiscard]] Schema in_one_spelling(Schema schema) const override {
    return sqlite::in_one_spelling(std::move(schema));
  }
  [[nodiscard]] std::string clause_sql(const PrimaryKey& key) const override { return sqlite::clause_sql(key); }
  [[nodiscard]] std::string clause_sql(const Constraint& constraint) const override {
    return sqlite::clause_sql(constraint);
  }
  [[nodiscard]] Ddl render(const Schema& from, const Schema& to, const Changes& changes,
                           const DdlOptions& options) const override {
    return sqlite::render(from, to, changes, options);
  }
  [[nodiscard]] Script render_renames(const Schema& from, const std::vector<Rename>& renames) const override {
    return sqlite::render_renames(from, renames);
  }

  [[nodiscard]] std::vector<std::string> samples(const Column& column, const SampleWish& wish) const override {
    return sqlite::samples(column, wish);
  }
  [[nodiscard]] std::vector<std::string> literals(std::string_view sql) const override { return sqlite::literals(sql); }
  [[nodiscard]] std::string row_number(const Table& table) const override { return sqlite::row_number(table); }
  [[nodiscard]] std::string literal_of(std::string_view expression, CellTypes types) const override {
    return sqlite::literal_of(expression, types);
  }
  [[nodiscard]] Counters counters(Connection& connection) const override { return sqlite::counters(connection); }
};

}  // namespace

// Refused once SQLite is in use; then it goes on counting.
void claim_process() { sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }

const SchemaDialect& dialect() {
  static const SqliteDialect instance;
  return instance;
}

}  // namespace aludel::sqlite
