#include "dialect/sqlite/ddl/table_edit.h"

#include "dialect/sqlite/ddl/test_migration.h"

namespace aludel::sqlite {
namespace {

struct Case {
  const char* from;
  const char* to;
  const char* edited;
};

// The stored text, what is wanted, and the text that it becomes.
const Case kCases[] = {
    // Clauses of a column.
    {"CREATE TABLE t(a  INT /* x */ NOT NULL DEFAULT 1)", "CREATE TABLE t(a INT DEFAULT 1)",
     "CREATE TABLE t(a  INT /* x */ DEFAULT 1)"},
    {"CREATE TABLE t(a int, b)", "CREATE TABLE t(a BIGINT, b TEXT)", "CREATE TABLE t(a BIGINT, b TEXT)"},
    {"CREATE TABLE t(a int, b text)", "CREATE TABLE t(a, b TEXT)", "CREATE TABLE t(a, b text)"},
    {"CREATE TABLE t(a DEFAULT 1 COLLATE nocase)", "CREATE TABLE t(a NOT NULL DEFAULT 1 CHECK (a > 0) COLLATE nocase)",
     "CREATE TABLE t(a NOT NULL DEFAULT 1 CHECK (a > 0) COLLATE nocase)"},
    {"CREATE TABLE t(a INT NULL)", "CREATE TABLE t(a INT NOT NULL)", "CREATE TABLE t(a INT NOT NULL)"},
    {"CREATE TABLE t(a INT DEFAULT 1 DEFAULT 2)", "CREATE TABLE t(a INT DEFAULT 3)", "CREATE TABLE t(a INT DEFAULT 3)"},
    {"CREATE TABLE t(a INT/**/DEFAULT 1/**/UNIQUE)", "CREATE TABLE t(a INT UNIQUE)",
     "CREATE TABLE t(a INT/**/ /**/UNIQUE)"},
    {"CREATE TABLE t(a REFERENCES p NOT NULL DEFERRABLE INITIALLY DEFERRED)", "CREATE TABLE t(a NOT NULL)",
     "CREATE TABLE t(a NOT NULL)"},
    // A comment between a type and GENERATED would become a part of the type.
    {"CREATE TABLE t(a, b ANY NOT /**/ NULL /* x */ GENERATED ALWAYS AS (a))",
     "CREATE TABLE t(a, b ANY GENERATED ALWAYS AS (a))", "CREATE TABLE t(a, b ANY GENERATED ALWAYS AS (a))"},
    {"CREATE TABLE t(a, b ANY /* y */ NOT NULL /* x */ GENERATED ALWAYS AS (a))",
     "CREATE TABLE t(a, b ANY CHECK (b > 0) GENERATED ALWAYS AS (a))",
     "CREATE TABLE t(a, b ANY CHECK (b > 0) GENERATED ALWAYS AS (a))"},
    {"CREATE TABLE t(a, b ANY NOT NULL /* x */ GENERATED ALWAYS AS (a) UNIQUE)",
     "CREATE TABLE t(a, b BLOB GENERATED ALWAYS AS (a) UNIQUE)",
     "CREATE TABLE t(a, b BLOB GENERATED ALWAYS AS (a) UNIQUE)"},
    // A constraint moves from a column to the table and back only if it changes.
    {"CREATE TABLE t(a INT UNIQUE, b INT)", "CREATE TABLE t(a INT, b INT CHECK (b > 0), UNIQUE (a))",
     "CREATE TABLE t(a INT UNIQUE, b INT CHECK (b > 0))"},
    {"CREATE TABLE t(a INT CONSTRAINT c CHECK (a > 0), b INT)",
     "CREATE TABLE t(a INT, b INT, CONSTRAINT c CHECK (a > b))",
     "CREATE TABLE t(a INT, b INT, CONSTRAINT c CHECK (a > b))"},
    {"CREATE TABLE t(a, CHECK (a > 0), CONSTRAINT k UNIQUE (a))",
     "CREATE TABLE t(a, CHECK (a > 0), CONSTRAINT k UNIQUE (a DESC))",
     "CREATE TABLE t(a, CHECK (a > 0), CONSTRAINT k UNIQUE (a DESC))"},
    // A COLLATE in a key may be the column's, which changes.
    {"CREATE TABLE t(a COLLATE NOCASE, b, UNIQUE (a COLLATE NOCASE, b))", "CREATE TABLE t(a, b, UNIQUE (a, b))",
     "CREATE TABLE t(a, b, UNIQUE (a, b))"},
    {"CREATE TABLE t(a, UNIQUE (a COLLATE BINARY))", "CREATE TABLE t(a COLLATE NOCASE UNIQUE)",
     "CREATE TABLE t(a COLLATE NOCASE UNIQUE)"},
    {"CREATE TABLE t(a, b, PRIMARY KEY (a COLLATE binary, b))",
     "CREATE TABLE t(a COLLATE NOCASE, b, PRIMARY KEY (a, b))",
     "CREATE TABLE t(a COLLATE NOCASE, b, PRIMARY KEY (a, b))"},
    {"CREATE TABLE t(a COLLATE NOCASE UNIQUE, UNIQUE (a COLLATE NOCASE), UNIQUE (a DESC))",
     "CREATE TABLE t(a, UNIQUE (a COLLATE NOCASE), UNIQUE (a DESC), UNIQUE (a))",
     "CREATE TABLE t(a, UNIQUE (a COLLATE NOCASE), UNIQUE (a), UNIQUE (a DESC))"},
    // Constraints come where they stand in what is wanted; commas between them are optional.
    {"CREATE TABLE t(a, UNIQUE (a) CHECK (a > 1))", "CREATE TABLE t(a, CHECK (a > 0), UNIQUE (a), CHECK (a > 1))",
     "CREATE TABLE t(a, CHECK (a > 0), UNIQUE (a) CHECK (a > 1))"},
    {"CREATE TABLE t(a, UNIQUE (a) CHECK (a > 1))", "CREATE TABLE t(a, CHECK (a > 1))",
     "CREATE TABLE t(a, CHECK (a > 1))"},
    // Columns come and go with the comments that belong to them.
    {"CREATE TABLE t(\n  -- the first\n  a INT, -- of a\n  /* the second */ b INT, /* of b */\n  c INT -- of c\n)",
     "CREATE TABLE t(b INT, c INT)", "CREATE TABLE t(\n  /* the second */ b INT, /* of b */\n  c INT -- of c\n)"},
    {"CREATE TABLE t(\n  a INT, -- of a\n  b INT -- of b\n)", "CREATE TABLE t(a INT)",
     "CREATE TABLE t(\n  a INT -- of a\n)"},
    {"CREATE TABLE t(\n  a INT -- of a\n, b INT -- of b\n)", "CREATE TABLE t(a INT, c INT)",
     "CREATE TABLE t(\n  a INT -- of a\n,\n  c INT\n)"},
    {"CREATE TABLE t(\n  a INT -- of a\n)", "CREATE TABLE t(a INT, b INT, UNIQUE (b))",
     "CREATE TABLE t(\n  a INT, -- of a\n  b INT,\n  UNIQUE (b)\n)"},
    {"CREATE TABLE t( -- of t\n a INT, b INT)", "CREATE TABLE t(b INT)", "CREATE TABLE t( -- of t\n b INT)"},
    // A CHECK that names other columns than its own outlives the column in which it is declared.
    {"CREATE TABLE t(a INT CHECK (b > 0), b INT)", "CREATE TABLE t(b INT CHECK (b > 0))",
     "CREATE TABLE t( b INT CHECK (b > 0))"},
    {"CREATE TABLE t(b INT CHECK (b > 0))", "CREATE TABLE t(b INT, c INT UNIQUE CHECK (b > 0))",
     "CREATE TABLE t(b INT CHECK (b > 0), c INT UNIQUE)"},
    // Keys and options.
    {"CREATE TABLE t(a INTEGER PRIMARY KEY, b)", "CREATE TABLE t(a INTEGER PRIMARY KEY AUTOINCREMENT, b)",
     "CREATE TABLE t(a INTEGER PRIMARY KEY AUTOINCREMENT, b)"},
    {"CREATE TABLE t(a INT PRIMARY KEY, b INT)",
     "CREATE TABLE t(a INT, b INT, PRIMARY KEY (b, a)) STRICT, WITHOUT ROWID",
     "CREATE TABLE t(a INT, b INT, PRIMARY KEY (b, a)) STRICT, WITHOUT ROWID"},
    // DESC means nothing for a rowid, and something for another key.
    {"CREATE TABLE t(a INTEGER, PRIMARY KEY (a DESC))", "CREATE TABLE t(a TEXT, PRIMARY KEY (a))",
     "CREATE TABLE t(a TEXT, PRIMARY KEY (a))"},
};

TEST(TableEdit, LeavesWhatDoesNotChangeByteForByte) {
  const std::string parent = "; CREATE TABLE p(id INTEGER PRIMARY KEY)";
  for (const Case& one : kCases) {
    const Schema from = TestDatabase(one.from + parent).schema();
    const Schema to = TestDatabase(one.to + parent).schema();
    const Changes changes = diff(from, to);
    const std::vector<TableChange> tables = group_by_table(from, to, changes);
    ASSERT_EQ(tables.size(), 1U) << one.from;
    const std::string edited =
        edited_text(read_create_table(tables[0].from->sql), read_create_table(tables[0].to->sql), tables[0]);
    EXPECT_EQ(edited, one.edited);
    EXPECT_EQ(TestDatabase(edited + parent).schema(), to) << edited;
  }
}

}  // namespace
}  // namespace aludel::sqlite
