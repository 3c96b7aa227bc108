#include "dialect/sqlite/ddl/test_migration.h"

namespace aludel::sqlite {
namespace {

// Each line: the schema before, the schema after, both ways, with a row in each table.
struct Pair {
  const char* name;
  const char* a;
  const char* b;
};
const Pair kPairs[] = {
    {"add column", "CREATE TABLE t(a INT)", "CREATE TABLE t(a INT, b TEXT)"},
    {"drop indexed", "CREATE TABLE t(a INT, b TEXT); CREATE INDEX i ON t(b)", "CREATE TABLE t(a INT)"},
    {"check", "CREATE TABLE t(a INT, b TEXT CHECK (b <> ''))", "CREATE TABLE t(a INT, b TEXT)"},
    {"check table", "CREATE TABLE t(a INT, b TEXT, CHECK (b <> ''))", "CREATE TABLE t(a INT, b TEXT)"},
    {"spelling", "CREATE TABLE t(a INT, b VARCHAR(10))", "CREATE TABLE t(a BIGINT, b VARCHAR(20))"},
    {"type", "CREATE TABLE t(a INT, b VARCHAR(10))", "CREATE TABLE t(a TEXT, b VARCHAR(20))"},
    {"unique", "CREATE TABLE t(a INT, b TEXT UNIQUE)", "CREATE TABLE t(a INT, b TEXT)"},
    {"default", "CREATE TABLE t(a INT, b TEXT DEFAULT 'x' NOT NULL)",
     "CREATE TABLE t(a INT, b TEXT DEFAULT 'y' NOT NULL)"},
    {"fk", "CREATE TABLE u(x INTEGER PRIMARY KEY); CREATE TABLE t(a INT, b INT REFERENCES u)",
     "CREATE TABLE u(x INTEGER PRIMARY KEY); CREATE TABLE t(a INT, b INT)"},
    {"all columns", "CREATE TABLE t(a TEXT PRIMARY KEY DEFAULT word) WITHOUT ROWID",
     "CREATE TABLE t(b TEXT PRIMARY KEY DEFAULT \"word\") WITHOUT ROWID"},
    {"all columns that hold values",
     "CREATE TABLE t(a INT PRIMARY KEY DEFAULT 1, x INT AS (a + 1) STORED) WITHOUT ROWID",
     "CREATE TABLE t(x INT AS (b + 1) STORED, b INT PRIMARY KEY DEFAULT 3) WITHOUT ROWID"},
    {"a key that becomes the rowid", "CREATE TABLE t(a TEXT PRIMARY KEY DEFAULT 'x') WITHOUT ROWID",
     "CREATE TABLE t(b INTEGER PRIMARY KEY DEFAULT 0.5)"},
    {"STRICT goes, and a column comes", "CREATE TABLE t(a INT) STRICT", "CREATE TABLE t(a INT, b DECIMAL(1, 2))"},
    {"the collation of a key",
     "CREATE TABLE t(a COLLATE NOCASE, UNIQUE (a COLLATE NOCASE)); CREATE INDEX i ON t(a COLLATE "
     "NOCASE, a)",
     "CREATE TABLE t(a, UNIQUE (a)); CREATE INDEX i ON t(a, a)"},
    {"add fk column", "CREATE TABLE u(x INTEGER PRIMARY KEY); CREATE TABLE t(a INT)",
     "CREATE TABLE u(x INTEGER PRIMARY KEY); CREATE TABLE t(a INT, b INT, FOREIGN KEY(b) REFERENCES u(x) ON DELETE "
     "CASCADE)"},
};

TEST(Ddl, GoesThereAndBack) {
  for (const Pair& pair : kPairs) {
    SCOPED_TRACE(pair.name);
    for (const Rebuild rebuild : {Rebuild::kAuto, Rebuild::kCopy}) {
      TestDatabase database(pair.a);
      DdlOptions options;
      options.rebuild = rebuild;
      migrate(database, pair.b, options);
      migrate(database, pair.a, options);
    }
  }
}

}  // namespace
}  // namespace aludel::sqlite
