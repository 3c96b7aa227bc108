#include "generate/rows.h"

#include <gtest/gtest.h>

#include "dialect/registry.h"
#include "generate/comparison.h"

namespace aludel {
namespace {

class Rows : public ::testing::Test {
 protected:
  void make(std::string_view sql) {
    run_sql(dialect, *scratch, "test", sql);
    schema = dialect.introspect(*scratch, {});
  }
  void fill(const RowHints& hints = {}, std::size_t count = 10) {
    RowMaker rows(dialect, hints);
    std::set<Identifier> all;
    for (const Table& table : schema.tables) all.insert(table.name);
    rows.fill(*scratch, schema, all, count);
    empty = rows.empty();
  }
  std::string ask(const std::string& sql) {
    std::string text;
    scratch->query(sql, [&](Row row) { text += (text.empty() ? "" : " ") + std::string(row[0].value_or("NULL")); });
    return text;
  }

  const SchemaDialect& dialect = require_schemas(dialect_named("sqlite"));
  std::unique_ptr<Connection> scratch = dialect.scratch(ScratchSql::kRevisions);
  Schema schema;
  std::map<std::string, std::string> empty;
};

TEST_F(Rows, AreVaried) {
  make("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b INT NOT NULL DEFAULT 7, c, d REAL, e BOOLEAN, f DATETIME)");
  fill();
  EXPECT_EQ(ask("SELECT count(*) FROM t"), "10");
  EXPECT_EQ(ask("SELECT count(*) > 0 FROM t WHERE a IS NULL"), "1");
  EXPECT_EQ(ask("SELECT count(*) > 0 FROM t WHERE length(a) > 1000"), "1");
  EXPECT_EQ(ask("SELECT count(*) > 0 FROM t WHERE b < 0"), "1");
  EXPECT_EQ(ask("SELECT count(*) > 0 FROM t WHERE b = 7"), "1");
  EXPECT_EQ(ask("SELECT count(DISTINCT typeof(c)) > 2 FROM t"), "1");
  EXPECT_EQ(ask("SELECT count(*) FROM t WHERE datetime(f) IS NULL AND f IS NOT NULL"), "0");
}

TEST_F(Rows, HaveRowidsWithGaps) {
  make("CREATE TABLE t (a TEXT); CREATE TABLE named (rowid TEXT)");
  fill();
  EXPECT_EQ(ask("SELECT max(rowid) - min(rowid) > count(*) FROM t"), "1");
  EXPECT_EQ(ask("SELECT max(_rowid_) - min(_rowid_) > count(*) FROM named"), "1");
}

TEST_F(Rows, LeaveANumberUnused) {
  make("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT)");
  fill();
  EXPECT_EQ(ask("SELECT count(*) FROM t"), "10");
  EXPECT_EQ(ask("SELECT seq > (SELECT max(id) FROM t) FROM sqlite_sequence"), "1");
}

TEST_F(Rows, HoldChecks) {
  make(R"sql(
    CREATE TABLE t (
      status TEXT NOT NULL CHECK (status IN ('open', 'closed')),
      hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
      low INT NOT NULL, high INT NOT NULL CHECK (high > low AND high <= 40 AND low > 30),
      one TEXT, other TEXT,
      doubled INT AS (low * 2) STORED CHECK (doubled > 60),
      CHECK ((one IS NULL) <> (other IS NULL)),
      CHECK (status = 'open' OR one IS NOT NULL)
    ) STRICT)sql");
  fill();
  EXPECT_EQ(ask("SELECT count(*) FROM t"), "10") << (empty.contains("t") ? empty["t"] : "");
  EXPECT_EQ(ask("SELECT count(DISTINCT status) FROM t"), "2");
}

TEST_F(Rows, HoldForeignKeys) {
  make(R"sql(
    CREATE TABLE child (a INT NOT NULL REFERENCES parent, b TEXT, c TEXT, FOREIGN KEY (b, c) REFERENCES pair);
    CREATE TABLE parent (id INTEGER PRIMARY KEY);
    CREATE TABLE pair (b TEXT, c TEXT, PRIMARY KEY (b, c)) WITHOUT ROWID;
    CREATE TABLE one_to_one (parent INT PRIMARY KEY REFERENCES parent);
    CREATE TABLE tree (id INTEGER PRIMARY KEY, up INT NOT NULL REFERENCES tree);
    CREATE TABLE left (id INTEGER PRIMARY KEY, other INT NOT NULL REFERENCES right);
    CREATE TABLE right (id INTEGER PRIMARY KEY, other INT NOT NULL REFERENCES left);
    CREATE TABLE many (a INT REFERENCES parent, b INT REFERENCES tree, PRIMARY KEY (a, b));
    CREATE TABLE lost (x INT NOT NULL REFERENCES nowhere))sql");
  fill();
  EXPECT_EQ(ask("SELECT \"table\" FROM pragma_foreign_key_check"), "");
  for (const char* table : {"child", "parent", "pair", "one_to_one", "tree", "left", "right", "many"})
    EXPECT_EQ(ask("SELECT count(*) FROM \"" + std::string(table) + "\""), "10") << table;
  EXPECT_EQ(ask("SELECT count(*) > 0 FROM child WHERE b IS NULL"), "1");
  EXPECT_EQ(empty.at("lost"), "each of its rows must refer to a row of `nowhere`, which is not there");
}

TEST_F(Rows, AreWhatHintsSay) {
  make("CREATE TABLE \"T x\" (\"E mail\" TEXT UNIQUE, n INT)");
  fill({{"t X.e mail", "'a' || n || '@x'"}, {"T x.n", "1 + 1"}}, 3);
  EXPECT_EQ(ask("SELECT count(*) FROM \"T x\" WHERE \"E mail\" LIKE 'a1__@x' AND n = 2"), "3");
}

TEST_F(Rows, SayWhyThereAreNone) {
  make(R"sql(
    CREATE TABLE t (a INT);
    CREATE TRIGGER no BEFORE INSERT ON t BEGIN SELECT RAISE(ROLLBACK, 'not here'); END;
    CREATE TABLE u (a INT))sql");
  fill();
  EXPECT_EQ(empty, (std::map<std::string, std::string>{{"t", "not here"}}));
  EXPECT_EQ(ask("SELECT count(*) FROM u"), "10");
}

TEST_F(Rows, SuitWhatTheirTablesBecome) {
  make("CREATE TABLE t (a INT, b TEXT, c TEXT); CREATE TABLE p (id INTEGER PRIMARY KEY)");
  const auto other = dialect.scratch(ScratchSql::kRevisions);
  run_sql(dialect, *other, "test",
          "CREATE TABLE t (a INT REFERENCES p, d INT UNIQUE CHECK (d > 200), c TEXT NOT NULL);"
          "CREATE TABLE p (id INTEGER PRIMARY KEY)");
  const Schema later = dialect.introspect(*other, {});
  RowMaker rows(dialect, {});
  rows.suit({kept_tables(schema, later, {{dialect.identifier("t"), dialect.identifier("b"), dialect.identifier("d")}}),
             &later,
             nullptr,
             {}});
  rows.fill(*scratch, schema, {dialect.identifier("t"), dialect.identifier("p")}, 10);
  EXPECT_EQ(ask("SELECT count(*) FROM t"), "10");
  EXPECT_EQ(ask("SELECT count(*) FROM t WHERE a NOT IN (SELECT id FROM p)"), "0");
  EXPECT_EQ(ask("SELECT count(*) FROM t WHERE CAST(b AS INT) <= 200"), "0");
  EXPECT_EQ(ask("SELECT count(*) - count(DISTINCT b) - sum(b IS NULL) FROM t"), "0");
  EXPECT_EQ(ask("SELECT count(*) FROM t WHERE c IS NULL"), "0");
}

}  // namespace
}  // namespace aludel
