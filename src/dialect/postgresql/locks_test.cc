// tests/postgresql/test_locks.py holds the list against a server; here is what is said of words that mislead.
#include "dialect/postgresql/locks.h"

#include <string>

#include <gtest/gtest.h>

namespace aludel::postgresql {
namespace {

std::string taken(std::string_view statement) {
  std::string text;
  for (const TableLock& lock : locks_of(statement).taken)
    text += (text.empty() ? "" : ", ") + lock.mode + " on " + lock.object;
  return text;
}

TEST(PostgresqlLocks, AreThoseOfTheStrongestActionOrUnknown) {
  EXPECT_EQ(taken("ALTER TABLE t ADD COLUMN c integer, ALTER d SET STATISTICS 5"), "ACCESS EXCLUSIVE on t");
  EXPECT_EQ(taken("ALTER TABLE t ALTER d SET STATISTICS 5, ADD COLUMN c integer"), "");
  EXPECT_EQ(taken("ALTER TABLE t ADD FOREIGN KEY (a, b) REFERENCES u"),
            "SHARE ROW EXCLUSIVE on t, SHARE ROW EXCLUSIVE on u");
  EXPECT_EQ(taken("ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u, DROP COLUMN c"), "");
  EXPECT_EQ(taken("alter table if exists only s.\"T\" drop column c"), "ACCESS EXCLUSIVE on s.\"T\"");
}

TEST(PostgresqlLocks, AreNotSaidOfWhatRunsCode) {
  for (const char* text :
       {"DO $$ BEGIN LOCK TABLE t; END $$", "SELECT f()", "CALL p()", "CREATE EXTENSION e", "EXECUTE q"}) {
    const StatementLocks locks = locks_of(text);
    EXPECT_TRUE(locks.taken.empty()) << text;
    EXPECT_FALSE(locks.quiet) << text;
  }
}

TEST(PostgresqlLocks, AreNoneWhereNobodyIsMet) {
  for (const char* text :
       {"INSERT INTO t VALUES (1)", "CREATE TABLE t (id integer)", "CREATE INDEX CONCURRENTLY i ON t (a)",
        "ALTER TABLE t VALIDATE CONSTRAINT c", "LOCK TABLE t IN ROW EXCLUSIVE MODE", "REINDEX TABLE CONCURRENTLY t",
        "COMMENT ON TABLE t IS 'DROP TABLE u'"}) {
    EXPECT_TRUE(locks_of(text).taken.empty()) << text;
    EXPECT_TRUE(locks_of(text).quiet) << text;
  }
}

TEST(PostgresqlLocks, OfATableThatIsMade) {
  EXPECT_EQ(locks_of("CREATE TABLE s.t (id integer REFERENCES s.t)").creates, "s.t");
  EXPECT_EQ(taken("CREATE TABLE s.t (id integer REFERENCES s.t, u integer REFERENCES u)"), "SHARE ROW EXCLUSIVE on u");
  EXPECT_EQ(locks_of("CREATE TABLE IF NOT EXISTS t (id integer)").creates, "") << "it may be there";
  EXPECT_FALSE(locks_of("CREATE TABLE t (id integer) INHERITS (u)").quiet);
}

}  // namespace
}  // namespace aludel::postgresql
