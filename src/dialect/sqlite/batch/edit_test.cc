#include "dialect/sqlite/batch/edit.h"

#include <string>

#include <gtest/gtest.h>

#include "core/error.h"

namespace aludel::sqlite {
namespace {

std::string altered(std::string sql, const std::string& actions) {
  const std::string statement = "ALTER TABLE t " + actions;
  const Source source{"a.sql", statement};
  const auto alter = read_alter_table(source, {0, statement.size()});
  EXPECT_TRUE(alter.has_value()) << statement;
  for (const AlterAction& action : alter->actions) sql = altered_text(sql, source, action);
  return sql;
}

struct Case {
  const char* from;
  const char* actions;
  const char* to;
};

constexpr Case kCases[] = {
    {"CREATE TABLE t (a, b)", "ADD COLUMN c TEXT", "CREATE TABLE t (a, b, c TEXT)"},
    {"CREATE TABLE t (a, b, CHECK (a))", "ADD c DECIMAL(1, 2) DEFAULT (1, 2)",
     "CREATE TABLE t (a, b, c DECIMAL(1, 2) DEFAULT (1, 2), CHECK (a))"},
    {"CREATE TABLE t (a, b)", "ADD COLUMN c FIRST", "CREATE TABLE t (c, a, b)"},
    {"CREATE TABLE t (a, b)", "ADD COLUMN c BEFORE b", "CREATE TABLE t (a, c, b)"},
    {"CREATE TABLE t (a, b)", "ADD COLUMN c AFTER A, ADD d after c", "CREATE TABLE t (a, c, d, b)"},
    {"CREATE TABLE t (a, b)", "DROP COLUMN a", "CREATE TABLE t (b)"},
    {"CREATE TABLE t (a, b)", "DROP b", "CREATE TABLE t (a)"},
    {"CREATE TABLE t (a, b, CHECK (a))", "DROP b", "CREATE TABLE t (a, CHECK (a))"},
    {"CREATE TABLE t (a INT, b)", "ALTER COLUMN a TYPE VARCHAR(10)", "CREATE TABLE t (a VARCHAR(10), b)"},
    {"CREATE TABLE t (a)", "ALTER a SET DATA TYPE TEXT", "CREATE TABLE t (a TEXT)"},
    {"CREATE TABLE t (a INT DEFAULT 1)", "ALTER a TYPE TEXT COLLATE NOCASE",
     "CREATE TABLE t (a TEXT DEFAULT 1 COLLATE NOCASE)"},
    {"CREATE TABLE t (a INT)", "ALTER a SET NOT NULL, ALTER a SET DEFAULT 1",
     "CREATE TABLE t (a INT NOT NULL DEFAULT 1)"},
    {"CREATE TABLE t (a INT NOT NULL DEFAULT 1)", "ALTER a DROP NOT NULL, ALTER a DROP DEFAULT",
     "CREATE TABLE t (a INT)"},
    {"CREATE TABLE t (a DEFAULT 1)", "ALTER a SET DEFAULT 1 + 1", "CREATE TABLE t (a DEFAULT (1 + 1))"},
    {"CREATE TABLE t (a DEFAULT 1)", "ALTER a SET DEFAULT -1", "CREATE TABLE t (a DEFAULT -1)"},
    {"CREATE TABLE t (a)", "ADD CONSTRAINT u UNIQUE (a)", "CREATE TABLE t (a, CONSTRAINT u UNIQUE (a))"},
    {"CREATE TABLE t (a)", "ADD CHECK (a > 0), ADD FOREIGN KEY (a) REFERENCES t (a)",
     "CREATE TABLE t (a, CHECK (a > 0), FOREIGN KEY (a) REFERENCES t (a))"},
    {"CREATE TABLE t (a PRIMARY KEY, b)", "ADD PRIMARY KEY (a, b)", "CREATE TABLE t (a, b, PRIMARY KEY (a, b))"},
    {"CREATE TABLE t (a CONSTRAINT k CHECK (a), b)", "DROP CONSTRAINT K", "CREATE TABLE t (a, b)"},
    {"CREATE TABLE t (a, CONSTRAINT k CHECK (a), UNIQUE (a))", "DROP CONSTRAINT k", "CREATE TABLE t (a, UNIQUE (a))"},
    {"CREATE TABLE t (a UNIQUE, b, UNIQUE (a, b))", "DROP UNIQUE (a, B), DROP UNIQUE (a)", "CREATE TABLE t (a, b)"},
    {"CREATE TABLE t (a REFERENCES u, CHECK (a>0))", "DROP FOREIGN KEY (a), DROP CHECK (a > 0)", "CREATE TABLE t (a)"},
    {"CREATE TABLE t (a, CHECK (a <> \"Yes\"), CHECK (a <> \"yes\"))", "DROP CHECK (A <> \"yes\")",
     "CREATE TABLE t (a, CHECK (a <> \"Yes\"))"},
    {"CREATE TABLE t (\"a b\" UNIQUE, c)", "DROP UNIQUE (\"A B\")", "CREATE TABLE t (\"a b\", c)"},
    {"CREATE TABLE t (a PRIMARY KEY)", "SET WITHOUT ROWID, SET STRICT",
     "CREATE TABLE t (a PRIMARY KEY) WITHOUT ROWID, STRICT"},
    {"CREATE TABLE t (a INT) STRICT", "DROP STRICT", "CREATE TABLE t (a INT)"},
};

TEST(Alter, EditsTheTextAndNothingElse) {
  for (const Case& each : kCases) EXPECT_EQ(altered(each.from, each.actions), each.to) << each.actions;
}

TEST(Alter, LeavesToSqliteWhatItDoesItself) {
  for (const std::string text :
       {"ALTER TABLE t RENAME TO u", "ALTER TABLE t RENAME COLUMN a TO b", "CREATE TABLE t (a)"})
    EXPECT_FALSE(read_alter_table({"a.sql", text}, {0, text.size()}).has_value()) << text;
}

struct Fault {
  const char* actions;
  const char* message;
};

constexpr Fault kFaults[] = {
    {"ADD a INT", "the table has a column `a` already"},
    {"DROP x", "the table has no column `x`"},
    {"DROP a", "the constraint `CHECK (a)` needs the column"},
    {"DROP CONSTRAINT x", "the table has no such constraint"},
    {"AD COLUMN c", "`ad` is no action of ALTER TABLE"},
    {"ALTER a TYPE", "ALTER TABLE has the end where a type should stand"},
    {"ALTER a SET NOT", "ALTER TABLE has the end where `null` should stand"},
    {"DROP UNIQUE (a", "ALTER TABLE has the end where what stands in parentheses, and `)` should stand"},
    {"DROP CONSTRAINT x y", "ALTER TABLE has `y` where `,` or the end of the statement should stand"},
};

TEST(Alter, SaysWhatIsWrong) {
  for (const Fault& each : kFaults) {
    try {
      altered("CREATE TABLE t (a, b, CHECK (a))", each.actions);
      ADD_FAILURE() << each.actions;
    } catch (const Error& failure) {
      EXPECT_EQ(failure.diagnostic().message, each.message);
      EXPECT_FALSE(failure.diagnostic().places.empty());
    }
  }
}

}  // namespace
}  // namespace aludel::sqlite
