#include "dialect/sqlite/create_table.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "core/error.h"

namespace aludel::sqlite {
namespace {

std::string describe(const TableText& table, const ClauseText& clause) {
  constexpr const char* kNames[] = {"pk",      "not null", "null",       "unique",   "check",
                                    "default", "collate",  "references", "generated"};
  std::string text = clause.name.empty() ? "" : clause.name + ":";
  text += kNames[static_cast<int>(clause.kind)];
  const auto add = [&](const std::string& word) {
    if (!word.empty()) text += " " + word;
  };
  const auto add_columns = [&](const std::vector<KeyText>& columns) {
    if (columns.empty()) return;
    std::string list;
    for (const KeyText& column : columns) {
      list += (list.empty() ? "" : ",") + column.column + (column.collation.empty() ? "" : "^" + column.collation) +
              (column.descending ? "-" : "");
    }
    add("(" + list + ")");
  };
  add_columns(clause.columns);
  add(clause.parent);
  add_columns(clause.parent_columns);
  if (!clause.expression.empty()) add("<" + std::string(table.text(clause.expression)) + ">");
  add(clause.collation);
  if (clause.stored) add("stored");
  if (clause.descending) add("desc");
  if (clause.autoincrement) add("auto");
  if (!clause.conflict.empty()) add("!" + clause.conflict);
  if (!clause.on_delete.empty()) add("D:" + clause.on_delete);
  if (!clause.on_update.empty()) add("U:" + clause.on_update);
  if (!clause.match.empty()) add("M:" + clause.match);
  add(clause.deferrable);
  return text;
}

// The table as lines: `name|type|clause; clause` for a column, `=clause` for a constraint.
std::vector<std::string> read(const std::string& sql) {
  const TableText table = read_create_table(sql);
  std::vector<std::string> lines;
  for (const ColumnText& column : table.columns) {
    std::string line = column.name + "|" + std::string(table.text(column.type)) + "|";
    for (const ClauseText& clause : column.clauses) {
      line += (&clause == column.clauses.data() ? "" : "; ") + describe(table, clause);
    }
    lines.push_back(std::move(line));
  }
  for (const ClauseText& clause : table.constraints) lines.push_back("=" + describe(table, clause));
  if (table.strict) lines.emplace_back("strict");
  if (table.without_rowid) lines.emplace_back("without rowid");
  return lines;
}

// As SQLite stores what it was given.
std::string stored(const std::vector<std::string>& statements) {
  sqlite3* database = nullptr;
  sqlite3_open(":memory:", &database);
  std::string sql;
  for (const std::string& statement : statements) {
    char* message = nullptr;
    if (sqlite3_exec(database, statement.c_str(), nullptr, nullptr, &message) != SQLITE_OK) {
      ADD_FAILURE() << statement << ": " << message;
    }
    sqlite3_free(message);
  }
  sqlite3_stmt* query = nullptr;
  sqlite3_prepare_v2(database, "SELECT sql FROM sqlite_schema WHERE type = 'table' ORDER BY rowid LIMIT 1", -1, &query,
                     nullptr);
  if (sqlite3_step(query) == SQLITE_ROW) sql = reinterpret_cast<const char*>(sqlite3_column_text(query, 0));
  sqlite3_finalize(query);
  sqlite3_close(database);
  return sql;
}

using Lines = std::vector<std::string>;

struct Case {
  const char* sql;  // SQLite takes it
  Lines lines;
};

const Case kCases[] = {
    {"CREATE TABLE x(a, b)", {"a||", "b||"}},
    {"CREATE TEMP TABLE temp.x(a)", {"a||"}},
    {"CREATE TABLE IF NOT EXISTS main.x(a)", {"a||"}},
    // Types.
    {"CREATE TABLE x(a VARCHAR(10, 2), b UNSIGNED BIG INT, c DECIMAL ( +5 , -2 ) NOT NULL, d \"my type\", e 'q')",
     {"a|VARCHAR(10, 2)|", "b|UNSIGNED BIG INT|", "c|DECIMAL ( +5 , -2 )|not null", "d|\"my type\"|", "e|'q'|"}},
    {"CREATE TABLE x(key key, [end] generated, always always, \"primary\" integer primary key, 'str' text, abort int)",
     {"key|key|", "end|generated|", "always|always|", "primary|integer|pk", "str|text|", "abort|int|"}},
    // Column constraints.
    {"CREATE TABLE x(a INTEGER CONSTRAINT \"p k\" PRIMARY KEY DESC ON CONFLICT ROLLBACK)",
     {"a|INTEGER|p k:pk desc !ROLLBACK"}},
    {"CREATE TABLE x(a INTEGER PRIMARY KEY ASC ON CONFLICT FAIL AUTOINCREMENT)", {"a|INTEGER|pk auto !FAIL"}},
    {"CREATE TABLE x(a NOT NULL ON CONFLICT IGNORE UNIQUE ON CONFLICT REPLACE NULL ON CONFLICT ABORT COLLATE 'nocase')",
     {"a||not null !IGNORE; unique !REPLACE; null !ABORT; collate nocase"}},
    {"CREATE TABLE x(a CHECK (a IN (1, ')', \"(\")) CONSTRAINT c CHECK(a > 0))",
     {"a||check <a IN (1, ')', \"(\")>; c:check <a > 0>"}},
    {"CREATE TABLE x(a DEFAULT -5, b DEFAULT + .5e-3, c DEFAULT (1 + (2)), d DEFAULT x'0F', e DEFAULT \"it''s\", "
     "f DEFAULT CURRENT_TIMESTAMP NOT NULL, g DEFAULT true, h DEFAULT '', i DEFAULT NULL)",
     {"a||default <-5>", "b||default <+ .5e-3>", "c||default <1 + (2)>", "d||default <x'0F'>", "e||default <\"it''s\">",
      "f||default <CURRENT_TIMESTAMP>; not null", "g||default <true>", "h||default <''>", "i||default <NULL>"}},
    {"CREATE TABLE x(a, b AS (a + 1), c INT GENERATED ALWAYS AS (a) STORED UNIQUE, d AS (a) VIRTUAL NOT NULL)",
     {"a||", "b||generated <a + 1>", "c|INT|generated <a> stored; unique", "d||generated <a>; not null"}},
    {"CREATE TABLE x(a REFERENCES p, b INT REFERENCES \"p q\"(\"i d\") ON DELETE SET NULL ON UPDATE NO ACTION MATCH "
     "full NOT NULL, c REFERENCES p ON DELETE CASCADE ON DELETE RESTRICT ON UPDATE SET DEFAULT)",
     {"a||references p", "b|INT|references p q (i d) D:SET NULL U:NO ACTION M:FULL; not null",
      "c||references p D:RESTRICT U:SET DEFAULT"}},
    {"CREATE TABLE x(a REFERENCES p DEFERRABLE, b REFERENCES p NOT DEFERRABLE INITIALLY DEFERRED, "
     "c REFERENCES p DEFERRABLE INITIALLY IMMEDIATE NOT NULL)",
     {"a||references p deferrable", "b||references p not deferrable initially deferred",
      "c||references p deferrable initially immediate; not null"}},
    {"CREATE TABLE x(a REFERENCES p NOT NULL DEFERRABLE INITIALLY DEFERRED)",
     {"a||references p deferrable initially deferred; not null; null deferrable initially deferred"}},
    // Names of nothing.
    {"CREATE TABLE x(a CONSTRAINT n, b INT CONSTRAINT o CONSTRAINT p NOT NULL, CONSTRAINT q CONSTRAINT r CHECK (a) "
     "CONSTRAINT s)",
     {"a||n:null", "b|INT|o:null; p:not null", "=q:null", "=r:check <a>", "=s:null"}},
    // Constraints of the table, with and without commas.
    {"CREATE TABLE x(a, b, PRIMARY KEY (b COLLATE nocase DESC, \"a\" ASC) ON CONFLICT FAIL UNIQUE ((a)), CHECK (a <> "
     "b) "
     "ON CONFLICT ABORT CONSTRAINT f FOREIGN KEY (a, b) REFERENCES x (b, a) ON DELETE CASCADE DEFERRABLE INITIALLY "
     "DEFERRED)",
     {"a||", "b||", "=pk (b^nocase-,a) !FAIL", "=unique (a)", "=check <a <> b> !ABORT",
      "=f:references (a,b) x (b,a) D:CASCADE deferrable initially deferred"}},
    {"CREATE TABLE x(a INTEGER, PRIMARY KEY (a AUTOINCREMENT))", {"a|INTEGER|", "=pk (a) auto"}},
    // Options.
    {"CREATE TABLE x(a INT PRIMARY KEY) STRICT, WITHOUT ROWID", {"a|INT|pk", "strict", "without rowid"}},
    {"CREATE TABLE x(a INT PRIMARY KEY)without rowid,strict", {"a|INT|pk", "strict", "without rowid"}},
    // Comments, line ends and hostile names anywhere.
    {"CREATE /* a */ TABLE -- b, (\n x /*(*/ ( -- c)\n a /* d, */ INT -- e\n , /* f */ b -- g\n)", {"a|INT|", "b||"}},
    {"CREATE TABLE \"x\"\"; DROP TABLE y; --\"(\"a\"\" (,\"\"\" \"in\nt\", [b ), c], `d``,` TEXT CHECK (`d``,` <> "
     "')'))",
     {"a\" (,\"|\"in\nt\"|", "b ), c||", "d`,|TEXT|check <`d``,` <> ')'>"}},
    {"CREATE TABLE \xF0\x9F\x9A\x80(\xC3\xA9 \xC3\xA8)", {"\xC3\xA9|\xC3\xA8|"}},
};

TEST(CreateTable, IsReadClauseByClause) {
  for (const Case& one : kCases) {
    EXPECT_EQ(read(one.sql), one.lines) << one.sql;
    (void)stored({one.sql});  // says if SQLite does not take it
  }
}

TEST(CreateTable, IsReadAsAlterTableLeavesIt) {
  const std::string added = stored({"CREATE TABLE t(a -- first\n)", "ALTER TABLE t ADD COLUMN b INT NOT NULL DEFAULT 1",
                                    "ALTER TABLE t ADD c TEXT COLLATE nocase REFERENCES t"});
  EXPECT_EQ(read(added), (Lines{"a||", "b|INT|not null; default <1>", "c|TEXT|collate nocase; references t"})) << added;
  const std::string renamed =
      stored({"CREATE TABLE t(a, b CHECK (b > a), UNIQUE (a))", "ALTER TABLE t RENAME TO \"new \"\"name\"",
              "ALTER TABLE \"new \"\"name\" RENAME a TO \"or,der\""});
  EXPECT_EQ(read(renamed), (Lines{"or,der||", "b||check <b > \"or,der\">", "=unique (or,der)"})) << renamed;
  const std::string dropped = stored({"CREATE TABLE t(a, b, c)", "ALTER TABLE t DROP COLUMN b"});
  EXPECT_EQ(read(dropped), (Lines{"a||", "c||"})) << dropped;
  const std::string selected = stored({"CREATE TABLE t AS SELECT 1 AS \"a b\", 'x' AS c"});
  EXPECT_EQ(read(selected), (Lines{"a b||", "c||"})) << selected;
}

TEST(CreateTable, KnowsWhereEachPartStands) {
  const std::string sql =
      "CREATE TABLE \"t\"( a INT  NOT NULL /* x */,\n b CONSTRAINT k CHECK ( b > 0 ) -- y\n, UNIQUE (a) ) STRICT ";
  const TableText table = read_create_table(sql);
  EXPECT_EQ(table.text(table.name_span), "\"t\"");
  EXPECT_EQ(table.text(table.columns[0].all), "a INT  NOT NULL");
  EXPECT_EQ(table.text(table.columns[0].name_span), "a");
  EXPECT_EQ(table.text(table.columns[1].all), "b CONSTRAINT k CHECK ( b > 0 )");
  EXPECT_TRUE(table.columns[1].type.empty());
  EXPECT_EQ(table.columns[1].type.begin, table.columns[1].name_span.end);
  EXPECT_EQ(table.text(table.columns[1].clauses[0].all), "CONSTRAINT k CHECK ( b > 0 )");
  EXPECT_EQ(table.text(table.columns[1].clauses[0].name_span), "k");
  EXPECT_EQ(table.text(table.columns[1].clauses[0].expression), "b > 0");
  EXPECT_EQ(table.text(table.constraints[0].all), "UNIQUE (a)");
  EXPECT_EQ(table.text(table.constraints[0].columns[0].all), "a");
  EXPECT_EQ(table.text(table.options), " STRICT ");
  ASSERT_EQ(table.separators.size(), 2U);
  EXPECT_EQ(table.text(table.separators[1]), ",");
  EXPECT_EQ(sql[table.body.begin - 1], '(');
  EXPECT_EQ(sql[table.body.end], ')');
}

// Every beginning of every case, and each with one byte changed: an error or a table, never anything else.
TEST(CreateTable, RefusesWhatSqliteCouldNotHaveStored) {
  for (const Case& one : kCases) {
    const std::string sql = one.sql;
    for (std::size_t i = 0; i < sql.size(); ++i) {
      std::string changed = sql;
      for (const char c : {'(', ')', ',', '"', '\'', '-', ' ', 'x'}) {
        changed[i] = c;
        try {
          (void)read_create_table(changed);
        } catch (const Error& error) {
          EXPECT_EQ(error.code(), Code::kInternal);
        }
      }
    }
  }
  for (const char* text : {"", "CREATE TABLE", "CREATE TABLE t", "CREATE TABLE t (", "CREATE TABLE t (a CHECK (",
                           "CREATE TABLE t (a b, PRIMARY KEY (", "(((", "CREATE VIEW v AS SELECT 1",
                           "CREATE TABLE t(a CONSTRAINT", "CREATE TABLE t(a NOT"}) {
    EXPECT_THROW((void)read_create_table(text), Error) << text;
  }
}

}  // namespace
}  // namespace aludel::sqlite
