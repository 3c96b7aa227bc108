#include "dialect/mariadb/judge.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace aludel::mariadb {
namespace {

using Kind = StatementKind;

struct Case {
  const char* sql;
  Kind kind;
};

TEST(MariadbJudge, TellsTheKindOfAStatement) {
  const Case cases[] = {
      {"INSERT INTO t VALUES ('DROP TABLE a, b')", Kind::kOrdinary},
      {"(SELECT 1) UNION (SELECT 2)", Kind::kOrdinary},
      {"WITH a AS (SELECT 1) SELECT * FROM a", Kind::kOrdinary},
      {"/*!50001 INSERT INTO t VALUES (1) */", Kind::kOrdinary},
      {"SET STATEMENT max_statement_time = 1 FOR UPDATE t SET a = 1", Kind::kOrdinary},
      {"ANALYZE UPDATE t SET a = 1", Kind::kOrdinary},
      {"ANALYZE TABLE t", Kind::kAlone},
      {"create table t (a int)", Kind::kAlone},
      {"CREATE OR REPLACE ALGORITHM=MERGE DEFINER=`a`@`b` SQL SECURITY INVOKER VIEW v AS SELECT 1", Kind::kAlone},
      {"CREATE UNIQUE INDEX i ON t (a)", Kind::kAlone},
      {"ALTER TABLE t EXCHANGE PARTITION p WITH TABLE u", Kind::kAlone},
      {"DROP TABLE a", Kind::kAlone},
      {"DROP TABLE `a,b`.c", Kind::kAlone},
      {"DROP TABLE IF EXISTS a, b", Kind::kAlone},
      {"RENAME TABLE a TO b, c TO d", Kind::kAlone},
      {"TRUNCATE t", Kind::kAlone},
      {"DROP TABLE a, b", Kind::kRefused},
      {"CREATE OR REPLACE TABLE t AS SELECT 1", Kind::kRefused},
      {"ALTER TABLE t DISCARD TABLESPACE", Kind::kRefused},
      {"CALL p()", Kind::kRefused},
      {"CREATE USER a@b IDENTIFIED BY 'x,y' REQUIRE SSL", Kind::kAlone},
      {"CREATE USER a@b, c@d", Kind::kRefused},
      {"CREATE USER IF NOT EXISTS a@b, c@d", Kind::kAlone},
      {"RENAME USER a TO b, c TO d", Kind::kRefused},
      {"REVOKE SELECT, INSERT ON t FROM a", Kind::kAlone},
      {"REVOKE SELECT ON t FROM a, b", Kind::kRefused},
      {"CREATE FUNCTION f RETURNS INTEGER SONAME 'f.so'", Kind::kRefused},
      {"EXECUTE IMMEDIATE 'CREATE TABLE t (a INT)'", Kind::kRefused},
      {"BEGIN NOT ATOMIC SELECT 1; END", Kind::kRefused},
      {"EXECUTE s", Kind::kRefused},
      {"SHUTDOWN", Kind::kRefused},
      {"SELECT 1 INTO OUTFILE '/tmp/x'", Kind::kRefused},
      {"LOAD DATA LOCAL INFILE 'x' INTO TABLE t", Kind::kRefused},
      {"SELECT RELEASE_ALL_LOCKS()", Kind::kRefused},
      {"BEGIN", Kind::kBegin},
      {"START TRANSACTION READ ONLY", Kind::kBegin},
      {"COMMIT", Kind::kCommit},
      {"ROLLBACK", Kind::kControl},
      {"SET autocommit = 0", Kind::kControl},
      {"LOCK TABLES t WRITE", Kind::kControl},
  };
  for (const Case& known : cases)
    EXPECT_EQ(Judge().judge(known.sql, RunMode::kTransactional).kind, known.kind) << known.sql;
}

TEST(MariadbJudge, SaysWhatSetsUpTheSession) {
  for (const char* sql : {"SET sql_mode = ''", "SET @a = 1", "USE other", "CREATE TEMPORARY TABLE t (a INT)",
                          "/*!40101 SET NAMES utf8 */"}) {
    EXPECT_TRUE(Judge().judge(sql, RunMode::kTransactional).of_session) << sql;
  }
  EXPECT_FALSE(Judge().judge("CREATE TABLE t (a INT)", RunMode::kTransactional).of_session);
}

TEST(MariadbJudge, GivesTheRewrite) {
  const Judgement judgement = Judge().judge("DROP TABLE a.b, `c d`", RunMode::kTransactional);
  EXPECT_NE(judgement.help.find("`DROP TABLE a.b; DROP TABLE `c d`;`"), std::string::npos) << judgement.help;
  EXPECT_TRUE(judgement.repeatable);
  EXPECT_FALSE(Judge().judge("SELECT RELEASE_ALL_LOCKS()", RunMode::kTransactional).repeatable);
}

// Whether the last of the statements is refused, and only that.
bool loses(const std::vector<std::string>& statements, RunMode mode = RunMode::kTransactional) {
  Judge judge;
  for (std::size_t i = 0; i + 1 < statements.size(); ++i) {
    EXPECT_NE(judge.judge(statements[i], mode).kind, Kind::kRefused) << statements[i];
  }
  return judge.judge(statements.back(), mode).kind == Kind::kRefused;
}

TEST(MariadbJudge, SeesWhatACrashWouldLose) {
  const std::string ddl = "ALTER TABLE u ADD b INT";
  EXPECT_FALSE(loses({"INSERT INTO t VALUES (1)", "INSERT INTO u VALUES (LAST_INSERT_ID())"}));
  EXPECT_TRUE(loses({"INSERT INTO t VALUES (1)", ddl, "INSERT INTO u VALUES (LAST_INSERT_ID())"}));
  EXPECT_FALSE(loses({"SELECT max(a) INTO @m FROM t", "INSERT INTO u VALUES (@m)"}));
  EXPECT_TRUE(loses({"SELECT max(a) INTO @m FROM t", ddl, "INSERT INTO u VALUES (@m)"}));
  EXPECT_TRUE(loses({"SELECT @m := max(a) FROM t", ddl, "INSERT INTO u VALUES (@M)"}));
  EXPECT_FALSE(loses({"SET @m = 7", ddl, "INSERT INTO u VALUES (@m)"}));
  EXPECT_FALSE(loses({"SET @m = (SELECT max(a) FROM t)", "INSERT INTO u VALUES (@m)"}));
  EXPECT_TRUE(loses({"SET @m = (SELECT max(a) FROM t)", "INSERT INTO t VALUES (1)", ddl, "INSERT INTO u VALUES (@m)"}));
  EXPECT_FALSE(loses({"SELECT 1 INTO @m", ddl, "SET @m = 2", "INSERT INTO u VALUES (@m)"}));
  EXPECT_FALSE(loses({"SELECT 1 INTO @m", ddl, "INSERT INTO u VALUES ('a@m', @@m, @n)"}));
  EXPECT_TRUE(loses(
      {"CREATE TEMPORARY TABLE x (a INT)", "INSERT INTO x SELECT a FROM t", ddl, "INSERT INTO u SELECT * FROM x"}));
  EXPECT_FALSE(
      loses({"CREATE TEMPORARY TABLE x (a INT)", "INSERT INTO x SELECT a FROM t", "INSERT INTO u SELECT * FROM x"}));
  EXPECT_TRUE(loses({"SELECT 1 INTO @m", "INSERT INTO u VALUES (@m)"}, RunMode::kStatementwise));
}

}  // namespace
}  // namespace aludel::mariadb
