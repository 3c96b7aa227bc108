#include "dialect/postgresql/split.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "aludel/error.h"

namespace aludel::postgresql {
namespace {

using Texts = std::vector<std::string>;

Texts split(const std::string& text) {
  const Source source{"test.sql", text};
  Splitter splitter(source, {0, text.size()});
  Texts texts;
  while (const auto statement = splitter.next()) texts.emplace_back(source.slice(*statement));
  return texts;
}

TEST(PostgresqlSplitter, CutsAtSemicolonsOutsideOfQuotesAndComments) {
  EXPECT_EQ(split("SELECT 1; SELECT 2;"), (Texts{"SELECT 1;", "SELECT 2;"}));
  EXPECT_EQ(split(" -- a; b\n /* c; /* d; */ e; */ SELECT ';', \";\" ; ;; "), (Texts{"SELECT ';', \";\" ;"}));
  EXPECT_EQ(split("SELECT 1 -- the end\n"), (Texts{"SELECT 1"}));
  EXPECT_EQ(split("\xEF\xBB\xBFSELECT 1"), (Texts{"SELECT 1"}));
  EXPECT_EQ(split("SELECT a*-- b;\nc; SELECT 2"), (Texts{"SELECT a*-- b;\nc;", "SELECT 2"}));
  EXPECT_EQ(split("SELECT 0x1F, 1_000, $1;SELECT 2"), (Texts{"SELECT 0x1F, 1_000, $1;", "SELECT 2"}));
  EXPECT_EQ(split(""), Texts{});
  EXPECT_EQ(split(";;; -- nothing"), Texts{});
}

TEST(PostgresqlSplitter, KnowsEveryKindOfString) {
  for (const char* text : {"'a;'';'", "'\\'", "E'\\';'", "e'a'';'", "E'a'\n  'b\\';'", "N'a;'", "U&'\\0041;'",
                           "U&\"a;\"", "B'0'", "$$a;'$$", "$t$a;$$;$T$;$t$", "$\xC3\xA9$;$\xC3\xA9$"}) {
    const std::string statement = "SELECT " + std::string(text) + ";";
    EXPECT_EQ(split(statement + " SELECT 2;"), (Texts{statement, "SELECT 2;"})) << text;
  }
  // A `$` inside of a name, and E as the end of one, open nothing.
  EXPECT_EQ(split("SELECT a$b$c; SELECT d$b$"), (Texts{"SELECT a$b$c;", "SELECT d$b$"}));
  EXPECT_EQ(split("SELECT date'\\'; SELECT 2"), (Texts{"SELECT date'\\';", "SELECT 2"}));
}

TEST(PostgresqlSplitter, LeavesParenthesesAndBodiesWhole) {
  const std::string rule = "CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT 1; SELECT 2);";
  EXPECT_EQ(split(rule + "SELECT 3"), (Texts{rule, "SELECT 3"}));
  const std::string body =
      "CREATE FUNCTION f(a int) RETURNS int BEGIN ATOMIC SELECT CASE WHEN a > 1 THEN 2 END; SELECT 3; END;";
  EXPECT_EQ(split(body + "SELECT 3"), (Texts{body, "SELECT 3"}));
  EXPECT_EQ(split("BEGIN; SELECT 1; END;"), (Texts{"BEGIN;", "SELECT 1;", "END;"}));
  EXPECT_EQ(split("CREATE FUNCTION begin() RETURNS int AS ''; SELECT 1"),
            (Texts{"CREATE FUNCTION begin() RETURNS int AS '';", "SELECT 1"}));
  EXPECT_EQ(split("SELECT 1); SELECT 2"), (Texts{"SELECT 1);", "SELECT 2"}));  // the server's to refuse
}

Code refusal(const std::string& text) {
  try {
    split(text);
  } catch (const Error& failure) {
    EXPECT_FALSE(failure.diagnostic().places.empty()) << text;
    EXPECT_FALSE(failure.diagnostic().help.empty()) << text;
    return failure.code();
  }
  ADD_FAILURE() << text;
  return Code::kInternal;
}

TEST(PostgresqlSplitter, SaysWhatIsNotClosed) {
  for (const char* text : {"SELECT 'a;", "SELECT \"a", "SELECT E'\\'", "SELECT $$a", "SELECT $a$ $b$", "/* /* */",
                           "SELECT (1;", "CREATE FUNCTION f() BEGIN ATOMIC SELECT 1;"}) {
    EXPECT_EQ(refusal(text), Code::kUnterminated) << text;
  }
}

TEST(PostgresqlSplitter, RefusesCommandsOfPsql) {
  for (const char* text : {"\\d", "SELECT 1 \\g", "\\connect app", "\\."}) {
    EXPECT_EQ(refusal(text), Code::kForbiddenStatement) << text;
  }
}

}  // namespace
}  // namespace aludel::postgresql
