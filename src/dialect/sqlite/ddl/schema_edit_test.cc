// When a table's text may be edited in the schema. For each condition: what an edit without it would lose, tried, and
// that it does not happen.
#include <cstdlib>

#include <sqlite3.h>
#include <unistd.h>

#include "dialect/sqlite/ddl/literal.h"
#include "dialect/sqlite/ddl/test_migration.h"

namespace aludel::sqlite {
namespace {

bool edits(std::string_view script) { return script.find("writable_schema = ON") != std::string_view::npos; }

// The edit without its conditions.
void force(TestDatabase& database, std::string_view text) {
  database.run("PRAGMA writable_schema = ON");
  database.run("UPDATE sqlite_schema SET sql = " + text_sql(text) + " WHERE type = 'table' AND name = 't'");
  database.run("PRAGMA writable_schema = RESET");
}

std::string rows_or_error(TestDatabase& database, std::string_view query) {
  try {
    return database.rows(query);
  } catch (const Error& error) {
    return error.what();
  }
}

struct Condition {
  const char* name;
  const char* schema;  // with rows
  const char* wanted;  // the text of table t
  const char* more;    // the rest of the wanted schema
  const char* query;
  const char* lost;  // a part of what the query gives after a forced edit
  const char* kept;
};

const Condition kConditions[] = {
    {"an INTEGER column becomes the primary key", "CREATE TABLE t(a INTEGER); INSERT INTO t VALUES (50)",
     "CREATE TABLE t(a INTEGER PRIMARY KEY)", "", "SELECT a FROM t", "1", "50"},
    {"INT PRIMARY KEY becomes INTEGER PRIMARY KEY", "CREATE TABLE t(a INT PRIMARY KEY); INSERT INTO t VALUES (50)",
     "CREATE TABLE t(a INTEGER PRIMARY KEY)", "", "SELECT a FROM t", "orphan index", "50"},
    {"INTEGER PRIMARY KEY becomes INT PRIMARY KEY", "CREATE TABLE t(a INTEGER PRIMARY KEY); INSERT INTO t VALUES (50)",
     "CREATE TABLE t(a INT PRIMARY KEY)", "", "SELECT a FROM t", "", "50"},
    {"AUTOINCREMENT is added", "CREATE TABLE t(a INTEGER PRIMARY KEY); INSERT INTO t VALUES (50)",
     "CREATE TABLE t(a INTEGER PRIMARY KEY AUTOINCREMENT)", "", "INSERT INTO t VALUES (NULL) RETURNING a", "malformed",
     "51"},
    {"a primary key is added", "CREATE TABLE t(a INT); INSERT INTO t VALUES (5), (6)",
     "CREATE TABLE t(a INT PRIMARY KEY)", "", "SELECT a FROM t WHERE a = 5", "malformed", "5"},
    {"UNIQUE is added", "CREATE TABLE t(a INT); INSERT INTO t VALUES (5)", "CREATE TABLE t(a INT UNIQUE)", "",
     "SELECT a FROM t WHERE a = 5", "malformed", "5"},
    {"UNIQUE is dropped", "CREATE TABLE t(a INT UNIQUE); INSERT INTO t VALUES (5)", "CREATE TABLE t(a INT)", "",
     "SELECT * FROM t", "orphan index", "5"},
    {"keys change places",
     "CREATE TABLE t(a INT, b TEXT, UNIQUE (a), PRIMARY KEY (b)) STRICT; INSERT INTO t VALUES (1, 'x')",
     "CREATE TABLE t(a INT, b TEXT PRIMARY KEY, UNIQUE (a))", "",
     "SELECT count(*) FROM pragma_integrity_check('t') WHERE integrity_check LIKE '%missing from index%'", "2", "0"},
    {"the affinity changes", "CREATE TABLE t(a TEXT); INSERT INTO t VALUES ('12')", "CREATE TABLE t(a INTEGER)", "",
     "SELECT integrity_check FROM pragma_integrity_check('t')", "TEXT value in t.a", "ok"},
    {"STRICT goes, and ANY takes numbers for text no more", "CREATE TABLE t(a ANY) STRICT; INSERT INTO t VALUES ('5')",
     "CREATE TABLE t(a ANY)", "", "SELECT typeof(a) FROM t", "text", "integer"},
    {"WITHOUT ROWID is added", "CREATE TABLE t(a INT PRIMARY KEY, b TEXT); INSERT INTO t VALUES (7, 'x')",
     "CREATE TABLE t(a INT PRIMARY KEY, b TEXT) WITHOUT ROWID", "", "SELECT b FROM t", "1", "x"},
    {"an INTEGER key WITHOUT ROWID has its index after all others",
     "CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT UNIQUE) WITHOUT ROWID; INSERT INTO t VALUES (1, 'x')",
     "CREATE TABLE t(a INT PRIMARY KEY, b TEXT UNIQUE) WITHOUT ROWID", "", "SELECT count(*) FROM t WHERE a = 1", "0",
     "1"},
    {"the collation of an indexed column changes",
     "CREATE TABLE t(a TEXT); CREATE INDEX i ON t(a); INSERT INTO t VALUES ('b'), ('B'), ('a')",
     "CREATE TABLE t(a TEXT COLLATE NOCASE)", "CREATE INDEX i ON t(a);", "SELECT count(*) FROM t WHERE a = 'b'", "1",
     "2"},
    {"the collation of a column in an index's WHERE changes",
     "CREATE TABLE t(a TEXT, b INT); CREATE INDEX i ON t(b) WHERE a = 'x'; INSERT INTO t VALUES ('X', 1), ('x', 2)",
     "CREATE TABLE t(a TEXT COLLATE NOCASE, b INT)", "CREATE INDEX i ON t(b) WHERE a = 'x';",
     "SELECT count(*) FROM t INDEXED BY i WHERE a = 'x'", "1", "2"},
    {"the collation of a column in an indexed expression changes",
     "CREATE TABLE t(a TEXT, b TEXT); CREATE INDEX i ON t(a = b); INSERT INTO t VALUES ('X', 'x')",
     "CREATE TABLE t(a TEXT COLLATE NOCASE, b TEXT)", "CREATE INDEX i ON t(a = b);",
     "SELECT count(*) FROM t WHERE (a = b) = 1", "0", "1"},
    {"the collation of a UNIQUE column changes",
     "CREATE TABLE t(a TEXT UNIQUE); INSERT INTO t VALUES ('b'), ('C'), ('a')",
     "CREATE TABLE t(a TEXT COLLATE NOCASE UNIQUE)", "", "SELECT count(*) FROM t WHERE a = 'c'", "0", "1"},
    {"the collation of a key changes",
     "CREATE TABLE t(a TEXT PRIMARY KEY) WITHOUT ROWID; INSERT INTO t VALUES ('b'), ('C'), ('a')",
     "CREATE TABLE t(a TEXT COLLATE NOCASE PRIMARY KEY) WITHOUT ROWID", "", "SELECT count(*) FROM t WHERE a = 'c'", "0",
     "1"},
    {"the collation of a column under a generated one changes",
     "CREATE TABLE t(a TEXT, b INT AS (a = 'x') STORED); INSERT INTO t(a) VALUES ('X')",
     "CREATE TABLE t(a TEXT COLLATE NOCASE, b INT AS (a = 'x') STORED)", "", "SELECT b FROM t", "0", "1"},
    {"a stored generated column changes", "CREATE TABLE t(a INT, b INT AS (a + 1) STORED); INSERT INTO t VALUES (1)",
     "CREATE TABLE t(a INT, b INT AS (a + 2) STORED)", "", "SELECT b FROM t", "2", "3"},
    {"a row does not hold a column whose default changes",
     "CREATE TABLE t(a INT); INSERT INTO t VALUES (1); ALTER TABLE t ADD COLUMN b TEXT DEFAULT 'x'",
     "CREATE TABLE t(a INT, b TEXT DEFAULT 'y')", "", "SELECT b FROM t", "y", "x"},
    {"a row does not hold a column that gets a default",
     "CREATE TABLE t(a INT); INSERT INTO t VALUES (1); ALTER TABLE t ADD COLUMN b TEXT",
     "CREATE TABLE t(a INT, b TEXT DEFAULT 'y')", "", "SELECT b FROM t", "y", "NULL"},
};

TEST(SchemaEdit, LosesNothingByItsConditions) {
  for (const Condition& one : kConditions) {
    SCOPED_TRACE(one.name);
    TestDatabase forced(one.schema);
    force(forced, one.wanted);
    EXPECT_NE(rows_or_error(forced, one.query).find(one.lost), std::string::npos);

    TestDatabase database(one.schema);
    DdlOptions options;
    options.fill["t.a"] = "";
    const std::string script = migrate(database, std::string(one.wanted) + ";" + one.more, options);
    const bool default_changes = script.find("default") != std::string::npos;
    EXPECT_EQ(edits(script), default_changes) << script;
    EXPECT_EQ(rows_or_error(database, one.query), one.kept) << script;
  }
}

// The types of a STRICT table are checked as rows are written, and by nothing else.
TEST(SchemaEdit, DoesNotMakeATableStricter) {
  const std::pair<const char*, const char*> cases[] = {
      {"CREATE TABLE t(a INT); INSERT INTO t VALUES ('x')", "CREATE TABLE t(a INT) STRICT"},
      {"CREATE TABLE t(a ANY) STRICT; INSERT INTO t VALUES ('x')", "CREATE TABLE t(a BLOB) STRICT"},
  };
  for (const auto& [before, wanted] : cases) {
    TestDatabase forced(before);
    force(forced, wanted);
    EXPECT_NE(forced.fault(), "ok");
    TestDatabase database(before);
    EXPECT_NE(refusal(database, wanted).find("cannot store TEXT value in"), std::string::npos);
  }
}

TEST(SchemaEdit, WantsTheSameOrderOfColumns) {
  const char* before = "CREATE TABLE t(a TEXT, b TEXT); INSERT INTO t VALUES ('x', 'y')";
  TestDatabase forced(before);
  force(forced, "CREATE TABLE t(b TEXT, a TEXT)");
  EXPECT_EQ(forced.rows("SELECT a, b FROM t"), "y|x");
  TestDatabase database(before);
  const std::string script = migrate(database, "CREATE TABLE t(b TEXT, a TEXT NOT NULL)",
                                     [] {
                                       DdlOptions options;
                                       options.fill["t.a"] = "";
                                       return options;
                                     }(),
                                     {ColumnOrder::kCompare});
  EXPECT_FALSE(edits(script)) << script;
  EXPECT_EQ(database.rows("SELECT a, b FROM t"), "x|y");
}

// The value that a collation decides about may be in another table.
TEST(SchemaEdit, LeavesCollationsOfForeignKeysAlone) {
  const auto schema = [](const char* collation) {
    return std::string("CREATE TABLE p(x TEXT ") + collation +
           ", y INT, UNIQUE (y)); CREATE UNIQUE INDEX i ON p(x COLLATE BINARY); CREATE TABLE c(x TEXT " + collation +
           " REFERENCES p(x));";
  };
  TestDatabase database(schema(""));
  const std::string script = text_of(render_to(database, schema("COLLATE NOCASE")).script);
  EXPECT_FALSE(edits(script)) << script;
}

// --- What it does

TEST(SchemaEdit, MovesNoRowForWhatSqliteReadsFromTheTextOnly) {
  const std::string parent = "; CREATE TABLE p(id INTEGER PRIMARY KEY)";
  const std::vector<std::string> steps = {
      "CREATE TABLE t(a INT, b VARCHAR(10), c INT)",
      "CREATE TABLE t(a BIGINT, b VARCHAR(20), c INT)",
      "CREATE TABLE t(a BIGINT NOT NULL, b VARCHAR(20) NOT NULL ON CONFLICT FAIL, c INT)",
      "CREATE TABLE t(a BIGINT NOT NULL CHECK (a > 0), b VARCHAR(20) DEFAULT 'z', c INT, CONSTRAINT n CHECK (a < 9))",
      "CREATE TABLE t(a BIGINT, b VARCHAR(20) COLLATE NOCASE DEFAULT 'z', c INT REFERENCES p, "
      "CONSTRAINT n CHECK (a < 10))",
  };
  TestDatabase database(steps[0] + parent + "; INSERT INTO t VALUES (1, 'x', NULL)");
  const std::string page = database.rows("SELECT rootpage FROM sqlite_schema WHERE name = 't'");
  DdlOptions options;
  options.fill["t.a"] = options.fill["t.b"] = "";
  for (int direction = 0; direction < 2; ++direction) {
    for (std::size_t i = 0; i < 5; ++i) {
      const std::string script = migrate(database, steps[direction == 0 ? i : 4 - i] + parent, options);
      EXPECT_EQ(script.find("INSERT OR ABORT"), std::string::npos) << script;
    }
  }
  EXPECT_EQ(database.text_of_table("t"), steps[0]);
  EXPECT_EQ(database.rows("SELECT * FROM t"), "1|x|NULL");
  EXPECT_EQ(database.rows("SELECT rootpage FROM sqlite_schema WHERE name = 't'"), page);
}

TEST(SchemaEdit, IsNotDoneWhereTheConfigurationSaysCopy) {
  TestDatabase database("CREATE TABLE t(a INT CHECK (a > 0)); INSERT INTO t VALUES (1)");
  DdlOptions options;
  options.rebuild = Rebuild::kCopy;
  const Ddl ddl = render_to(database, "CREATE TABLE t(a INT)", options);
  EXPECT_FALSE(edits(text_of(ddl.script)));
  EXPECT_EQ(ddl.script.options, "foreign_keys:off");
}

TEST(SchemaEdit, FailsWhereTheDatabaseHoldsAnotherText) {
  const Schema from = TestDatabase("CREATE TABLE t(a TEXT, b TEXT CHECK (b <> ''))").schema();
  const Schema to = TestDatabase("CREATE TABLE t(a TEXT, b TEXT)").schema();
  const Ddl ddl = render(from, to, diff(from, to), {});
  EXPECT_EQ(ddl.script.options, "schema_edit");
  TestDatabase live("CREATE TABLE t(b TEXT CHECK (b <> ''), a TEXT); INSERT INTO t VALUES ('b', 'a')");
  try {
    live.run(ddl.script);
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("generate it again with rebuild = \"copy\""), std::string::npos);
  }
  EXPECT_EQ(live.rows("SELECT a, b FROM t"), "a|b");
  EXPECT_EQ(live.rows("SELECT count(*) FROM sqlite_schema"), "1");
}

TEST(SchemaEdit, ChecksTheRows) {
  const char* before =
      "CREATE TABLE p(id INTEGER PRIMARY KEY); CREATE TABLE t(a INT, b TEXT, c INT); INSERT INTO p VALUES (1);"
      "INSERT INTO t VALUES (1, 'x', 1), (NULL, 'X', 2)";
  struct Case {
    const char* wanted;
    const char* refusal;
  };
  const Case cases[] = {
      {"CREATE TABLE t(a INT NOT NULL, b TEXT, c INT)",
       "rows of table `t` break what is asked of them now: `a` NOT NULL"},
      {"CREATE TABLE t(a INT, b TEXT CHECK (b <> 'X'), c INT)",
       "rows of table `t` break what is asked of them now: CHECK (b <> 'X')"},
      {"CREATE TABLE t(a INT, b TEXT, c INT REFERENCES p)", "rows of table `t` refer to rows that are not there"},
      {"CREATE TABLE t(a INT, b TEXT, c INT, d INT REFERENCES p, FOREIGN KEY (c) REFERENCES p)",
       "rows of table `t` refer to rows that are not there"},
  };
  DdlOptions options;
  options.fill["t.a"] = "";
  for (const Case& one : cases) {
    TestDatabase database(before);
    const std::string wanted = std::string("CREATE TABLE p(id INTEGER PRIMARY KEY);") + one.wanted;
    EXPECT_NE(refusal(database, wanted, options).find(one.refusal), std::string::npos) << one.wanted;
    EXPECT_EQ(database.rows("SELECT * FROM t"), "1|x|1; NULL|X|2");
    database.run("DELETE FROM t WHERE c = 2");
    EXPECT_TRUE(edits(migrate(database, wanted, options)));
  }
  // By a collation that comes, another row breaks a CHECK that was there.
  TestDatabase database("CREATE TABLE t(a TEXT, CHECK (a <> 'x')); INSERT INTO t VALUES ('X')");
  EXPECT_NE(refusal(database, "CREATE TABLE t(a TEXT COLLATE NOCASE, CHECK (a <> 'x'))").find("`a` COLLATE NOCASE"),
            std::string::npos);
}

TEST(SchemaEdit, FillsWhatMustNotBeNull) {
  TestDatabase database("CREATE TABLE t(a INT, b TEXT); INSERT INTO t VALUES (1, NULL), (2, 'x')");
  EXPECT_EQ(render_to(database, "CREATE TABLE t(a INT, b TEXT NOT NULL)").questions.size(), 1U);
  DdlOptions options;
  options.fill["t.b"] = "'number ' || a";
  EXPECT_TRUE(edits(migrate(database, "CREATE TABLE t(a INT, b TEXT NOT NULL)", options)));
  EXPECT_EQ(database.rows("SELECT * FROM t"), "1|number 1; 2|x");
}

// SQLite 3.40 takes one column for another as it checks such a table: it finds a NULL where there is none.
TEST(SchemaEdit, TrustsNoCheckOfTablesWithoutRowid) {
  const char* before =
      "CREATE TABLE t(a INT, id INT, x TEXT NOT NULL, l INT, PRIMARY KEY (id, l)) WITHOUT ROWID;"
      "INSERT INTO t VALUES (1, 2, 'x', 4)";
  TestDatabase database(before);
  EXPECT_NE(database.fault(), "ok");
  const Ddl ddl = render_to(database,
                            "CREATE TABLE t(a INT CHECK (a > 0), id INT, x TEXT NOT NULL, l INT, PRIMARY KEY (id, l)) "
                            "WITHOUT ROWID");
  EXPECT_FALSE(edits(text_of(ddl.script)));
  database.run(ddl.script);
  EXPECT_EQ(database.rows("SELECT * FROM t"), "1|2|x|4");
}

// A key that is written elsewhere in what is wanted stays where it is: SQLite numbers its indexes by their order.
TEST(SchemaEdit, LeavesKeysInTheirPlaces) {
  TestDatabase database(
      "CREATE TABLE t(a INT, b NUMERIC, UNIQUE (a), PRIMARY KEY (b)); INSERT INTO t VALUES (1, 2), (3, 4)");
  EXPECT_TRUE(edits(migrate(database, "CREATE TABLE t(a INT, b DATETIME PRIMARY KEY, UNIQUE (a))")));
  EXPECT_EQ(database.text_of_table("t"), "CREATE TABLE t(a INT, b DATETIME, UNIQUE (a), PRIMARY KEY (b))");
}

// `integrity_check('1st')` is integrity_check(1): of all tables, up to the first fault.
TEST(SchemaEdit, ChecksNoTableWhoseNameBeginsLikeANumber) {
  TestDatabase database(R"(CREATE TABLE "1st"(a INT); INSERT INTO "1st" VALUES (1))");
  EXPECT_FALSE(edits(migrate(database, R"(CREATE TABLE "1st"(a INT CHECK (a > 0)))")));
  EXPECT_TRUE(edits(migrate(database, R"(CREATE TABLE "1st"(a INT))")));
}

TEST(SchemaEdit, WritesRowsOutOnlyWhereNoTriggerSeesIt) {
  const auto schema = [](const char* value) {
    return std::string("CREATE TABLE log(x); CREATE TABLE t(a INT, b TEXT DEFAULT ") + value +
           "); CREATE TRIGGER g AFTER UPDATE ON t BEGIN INSERT INTO log VALUES (new.a); END;";
  };
  TestDatabase database(schema("'x'") + "INSERT INTO t(a) VALUES (1)");
  EXPECT_FALSE(edits(migrate(database, schema("'y'"))));
  EXPECT_EQ(database.rows("SELECT * FROM log"), "");
  EXPECT_EQ(database.rows("SELECT b FROM t"), "x");
}

// --- Other connections

class File {
 public:
  File() {
    folder_ = "/tmp/aludel-test-XXXXXX";
    EXPECT_NE(::mkdtemp(folder_.data()), nullptr);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    ::unlink(path().c_str());
    ::rmdir(folder_.c_str());
  }
  [[nodiscard]] std::string path() const { return folder_ + "/db"; }

 private:
  std::string folder_;
};

int execute(sqlite3* handle, const std::string& sql) {
  return sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr);
}

// One that has read the schema before; it sees the edit only if the schema's cookie moved.
TEST(SchemaEdit, IsSeenByOtherConnections) {
  const char* before = "CREATE TABLE t(a INT)";
  const Schema from = TestDatabase(before).schema();
  const Schema to = TestDatabase("CREATE TABLE t(a INT CHECK (a > 0))").schema();
  const std::string script = text_of(render(from, to, diff(from, to), {}).script);
  const std::string bare =
      "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = "
      "'CREATE TABLE t(a INT CHECK (a > 0))'; PRAGMA writable_schema = RESET;";
  for (const auto& [sql, accepted] : {std::pair(bare, SQLITE_OK), std::pair(script, SQLITE_CONSTRAINT)}) {
    const File file;
    sqlite3* one = nullptr;
    sqlite3* other = nullptr;
    ASSERT_EQ(sqlite3_open(file.path().c_str(), &one), SQLITE_OK);
    ASSERT_EQ(sqlite3_open(file.path().c_str(), &other), SQLITE_OK);
    EXPECT_EQ(execute(one, before), SQLITE_OK);
    EXPECT_EQ(execute(other, "INSERT INTO t VALUES (1)"), SQLITE_OK);
    EXPECT_EQ(execute(one, "BEGIN;" + sql + "COMMIT"), SQLITE_OK) << sqlite3_errmsg(one);
    EXPECT_EQ(execute(other, "INSERT INTO t VALUES (-1)"), accepted);
    sqlite3_close(one);
    sqlite3_close(other);
  }
}

}  // namespace
}  // namespace aludel::sqlite
