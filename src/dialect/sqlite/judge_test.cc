#include "dialect/sqlite/judge.h"

#include <string>

#include <gtest/gtest.h>

namespace aludel::sqlite {
namespace {

struct Case {
  const char* statement;
  StatementKind transactional, statementwise;
};

constexpr auto kOrdinary = StatementKind::kOrdinary;
constexpr auto kAlone = StatementKind::kAlone;
constexpr auto kControl = StatementKind::kControl;
constexpr auto kRefused = StatementKind::kRefused;

constexpr Case kCases[] = {
    {"INSERT INTO t VALUES (1)", kOrdinary, kOrdinary},
    {"CREATE TABLE t (a)", kOrdinary, kOrdinary},
    {"BEGIN", StatementKind::kBegin, StatementKind::kBegin},
    {"begin exclusive transaction", StatementKind::kBegin, StatementKind::kBegin},
    {"COMMIT", StatementKind::kCommit, StatementKind::kCommit},
    {"END TRANSACTION;", StatementKind::kCommit, StatementKind::kCommit},
    {"ROLLBACK", kControl, kControl},
    {"SAVEPOINT a", kControl, kControl},
    {"RELEASE a", kControl, kControl},
    {"ROLLBACK TO a", kControl, kControl},
    {"ATTACH 'x.db' AS x", kRefused, kRefused},
    {"ATTACH ':memory:' AS x", kRefused, kRefused},
    {"DETACH x", kRefused, kRefused},
    {"VACUUM", kOrdinary, kAlone},
    {"VACUUM INTO 'x.db'", kRefused, kRefused},
    {"PRAGMA foreign_keys = OFF", kRefused, kAlone},
    {"PRAGMA foreign_keys(0)", kRefused, kAlone},
    {"PRAGMA main.foreign_keys = 1", kRefused, kAlone},
    {"PRAGMA foreign_keys", kOrdinary, kAlone},
    {"PRAGMA /* x */ user_version = 7", kOrdinary, kAlone},
    {"CREATE TEMP TABLE x (a)", kOrdinary, kRefused},
    {"CREATE TABLE temp.x (a)", kOrdinary, kRefused},
    {"CREATE TEMPORARY VIEW x AS SELECT 1", kOrdinary, kRefused},
    {"BEGINNING", kOrdinary, kOrdinary},
};

TEST(Judge, ClassifiesByAskingSqlite) {
  Judge judge;
  for (const Case& each : kCases) {
    EXPECT_EQ(judge.judge(each.statement, RunMode::kTransactional).kind, each.transactional) << each.statement;
    EXPECT_EQ(judge.judge(each.statement, RunMode::kStatementwise).kind, each.statementwise) << each.statement;
  }
}

TEST(Judge, KnowsWhichPragmasANewSessionNeedsAgain) {
  Judge judge;
  EXPECT_TRUE(judge.judge("PRAGMA cache_size = 10", RunMode::kStatementwise).of_session);
  EXPECT_FALSE(judge.judge("PRAGMA user_version = 10", RunMode::kStatementwise).of_session);
  EXPECT_FALSE(judge.judge("VACUUM", RunMode::kStatementwise).of_session);
}

TEST(Judge, SaysWhatToDoInstead) {
  Judge judge;
  const Judgement judgement = judge.judge("PRAGMA foreign_keys = OFF", RunMode::kTransactional);
  EXPECT_NE(judgement.reason.find("does nothing inside a transaction"), std::string::npos);
  EXPECT_NE(judgement.help.find("foreign_keys:off"), std::string::npos);
}

}  // namespace
}  // namespace aludel::sqlite
