#include "dialect/postgresql/judge.h"

#include <string>

#include <gtest/gtest.h>

#include "dialect/postgresql/alone.h"

namespace aludel::postgresql {
namespace {

StatementKind kind_of(std::string_view statement, RunMode mode = RunMode::kTransactional) {
  return Judge().judge(statement, mode).kind;
}

TEST(PostgresqlJudge, KnowsControlOfTransactions) {
  for (const char* text : {"BEGIN", "begin;", "BEGIN WORK", "START TRANSACTION;"})
    EXPECT_EQ(kind_of(text), StatementKind::kBegin) << text;
  for (const char* text : {"COMMIT", "END;", "commit transaction"})
    EXPECT_EQ(kind_of(text), StatementKind::kCommit) << text;
  for (const char* text :
       {"ROLLBACK", "ABORT", "SAVEPOINT a", "RELEASE a", "PREPARE TRANSACTION 'a'", "COMMIT PREPARED 'a'",
        "COMMIT AND CHAIN", "BEGIN ISOLATION LEVEL SERIALIZABLE", "SET TRANSACTION READ ONLY",
        "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY", "START TRANSACTION READ ONLY"}) {
    EXPECT_EQ(kind_of(text), StatementKind::kControl) << text;
  }
}

TEST(PostgresqlJudge, KnowsWhatRunsAlone) {
  for (const char* text : {"CREATE INDEX CONCURRENTLY i ON t (a)",
                           "create unique index /* c */ concurrently on t (a)",
                           "DROP INDEX CONCURRENTLY i",
                           "REINDEX INDEX CONCURRENTLY i",
                           "REINDEX (VERBOSE, CONCURRENTLY) TABLE t",
                           "REINDEX DATABASE",
                           "REINDEX SCHEMA public",
                           "VACUUM",
                           "VACUUM (FULL) t",
                           "CREATE DATABASE d",
                           "DROP DATABASE IF EXISTS d",
                           "ALTER SYSTEM SET work_mem = '1MB'",
                           "CREATE TABLESPACE s LOCATION '/s'",
                           "DROP TABLESPACE s",
                           "ALTER DATABASE d SET TABLESPACE s",
                           "CLUSTER",
                           "CLUSTER VERBOSE;",
                           "ALTER TABLE p DETACH PARTITION c CONCURRENTLY",
                           "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p",
                           "ALTER SUBSCRIPTION s REFRESH PUBLICATION",
                           "ALTER TYPE s.mood ADD VALUE IF NOT EXISTS 'ok'"}) {
    EXPECT_EQ(kind_of(text), StatementKind::kAlone) << text;
  }
  for (const char* text :
       {"CREATE INDEX i ON t (a)", "DROP INDEX i", "REINDEX TABLE t", "ALTER DATABASE d SET work_mem = 1",
        "CLUSTER t USING i", "ALTER TABLE p DETACH PARTITION c", "ALTER TYPE mood RENAME VALUE 'a' TO 'b'",
        "DO $$ BEGIN COMMIT; END $$", "COMMENT ON TABLE t IS 'CONCURRENTLY'", "UPDATE t SET a = 1", "EXPLAIN SELECT 1",
        "CREATE TABLE concurrently (a int)", "SET CONSTRAINTS ALL DEFERRED"}) {
    EXPECT_EQ(kind_of(text), StatementKind::kOrdinary) << text;
  }
}

TEST(PostgresqlJudge, RefusesWhatNeedsTheClientOrDropsTheLock) {
  for (const char* text : {"COPY t FROM STDIN", "COPY t (a, b) FROM stdin WITH (FORMAT csv)", "COPY t TO STDOUT",
                           "COPY (SELECT a FROM b) TO stdout", "DISCARD ALL"}) {
    const Judgement judgement = Judge().judge(text, RunMode::kTransactional);
    EXPECT_EQ(judgement.kind, StatementKind::kRefused) << text;
    EXPECT_FALSE(judgement.reason.empty() || judgement.help.empty()) << text;
  }
  EXPECT_EQ(kind_of("COPY t FROM '/tmp/stdin'"), StatementKind::kOrdinary);
  EXPECT_EQ(kind_of("COPY (SELECT 1 FROM stdin) TO '/tmp/a'"), StatementKind::kOrdinary);
}

TEST(PostgresqlJudge, RepeatsWhatLivesInTheSessionOnResume) {
  for (const char* text : {"SET search_path = a", "SET ROLE a", "RESET ALL", "CREATE TEMP TABLE t (a int)",
                           "CREATE LOCAL TEMPORARY TABLE t (a int)", "PREPARE q AS SELECT 1", "LISTEN a"}) {
    EXPECT_EQ(kind_of(text), StatementKind::kOrdinary) << text;
    const Judgement judgement = Judge().judge(text, RunMode::kStatementwise);
    EXPECT_EQ(judgement.kind, StatementKind::kAlone) << text;
    EXPECT_TRUE(judgement.of_session) << text;
    EXPECT_TRUE(may_change_session(text)) << text;
  }
  EXPECT_EQ(kind_of("SET LOCAL work_mem = '1MB'", RunMode::kStatementwise), StatementKind::kOrdinary);
}

TEST(PostgresqlJudge, TellsWhatMayChangeTheSession) {
  for (const char* text :
       {"SELECT set_config('a.b', 'c', false)", "DO $$ BEGIN SET ROLE x; END $$", "SELECT f()",
        "CREATE TABLE pg_temp.t (a int)", "CALL p()", "INSERT INTO t SELECT set_config('a', 'b', false)"})
    EXPECT_TRUE(may_change_session(text)) << text;
  for (const char* text : {"INSERT INTO t VALUES (1)", "update t SET a = 1", "CREATE TABLE t (a int)", "GRANT a TO b"})
    EXPECT_FALSE(may_change_session(text)) << text;
}

TEST(PostgresqlJudge, LetsValidateConstraintWait) {
  EXPECT_TRUE(waits_harmlessly("ALTER TABLE IF EXISTS ONLY s.\"T\" VALIDATE CONSTRAINT c;"));
  EXPECT_FALSE(waits_harmlessly("ALTER TABLE t VALIDATE CONSTRAINT c, ADD COLUMN a int"));
  EXPECT_FALSE(waits_harmlessly("ALTER TABLE t ADD COLUMN a int"));
}

TEST(AloneStatement, IsTakenApart) {
  const auto index = read_alone("CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS \"I \"\"x\" ON ONLY s.\"T;\" (a)");
  ASSERT_TRUE(index);
  EXPECT_EQ(index->object, "\"I \"\"x\"");
  EXPECT_EQ(index->table, "s.\"T;\"");
  EXPECT_TRUE(index->if_exists && index->concurrent());
  const auto unnamed = read_alone("CREATE INDEX CONCURRENTLY ON t (a)");
  ASSERT_TRUE(unnamed);
  EXPECT_EQ(unnamed->object, "");
  EXPECT_EQ(unnamed->table, "t");
  const auto value = read_alone("ALTER TYPE mood ADD VALUE 'it''s' BEFORE 'x'");
  ASSERT_TRUE(value);
  EXPECT_EQ(value->value, "'it''s'");
  const auto detach = read_alone("ALTER TABLE p DETACH PARTITION s.c CONCURRENTLY");
  ASSERT_TRUE(detach);
  EXPECT_EQ(detach->object + " " + detach->table, "p s.c");
}

}  // namespace
}  // namespace aludel::postgresql
