#include "dialect/sqlite/split.h"

#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "aludel/error.h"

namespace aludel::sqlite {
namespace {

using Texts = std::vector<std::string>;

Texts split(const std::string& text) {
  const Source source{"test.sql", text};
  Splitter splitter(source, {0, text.size()});
  Texts texts;
  while (const auto statement = splitter.next()) texts.emplace_back(source.slice(*statement));
  return texts;
}

TEST(Splitter, CutsAtSemicolonsOutsideOfQuotesCommentsAndBodies) {
  const std::string trigger = "CREATE TEMP TRIGGER g AFTER INSERT ON t BEGIN SELECT ';'; UPDATE t SET a = 1; END;";
  EXPECT_EQ(split("SELECT 1; SELECT 2;"), (Texts{"SELECT 1;", "SELECT 2;"}));
  EXPECT_EQ(split("SELECT 1"), (Texts{"SELECT 1"}));
  EXPECT_EQ(split("SELECT 1 -- the end\n"), (Texts{"SELECT 1"}));
  EXPECT_EQ(split(" -- a; b\n /* c; */ SELECT ';', \";\", `;`, [;] ; ;;"), (Texts{"SELECT ';', \";\", `;`, [;] ;"}));
  EXPECT_EQ(split("SELECT 'it''s; fine'; SELECT 2"), (Texts{"SELECT 'it''s; fine';", "SELECT 2"}));
  EXPECT_EQ(split(trigger + "SELECT 1"), (Texts{trigger, "SELECT 1"}));
  EXPECT_EQ(split("explain " + trigger), (Texts{"explain " + trigger}));
  EXPECT_EQ(split("CREATE TABLE trigger_log (a); SELECT 1;"), (Texts{"CREATE TABLE trigger_log (a);", "SELECT 1;"}));
  EXPECT_EQ(split("\xEF\xBB\xBFSELECT 1"), (Texts{"SELECT 1"}));
  EXPECT_EQ(split(""), Texts{});
  EXPECT_EQ(split(";;; -- nothing"), Texts{});
}

TEST(Splitter, SaysWhatIsNotClosed) {
  for (const char* text : {"SELECT 'a;", "SELECT \"a", "SELECT [a", "SELECT 1; /* a", "/* a",
                           "CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1;"}) {
    try {
      split(text);
      ADD_FAILURE() << text;
    } catch (const Error& failure) {
      EXPECT_EQ(failure.code(), Code::kUnterminated) << text;
      EXPECT_EQ(failure.diagnostic().places.size(), 2U) << text;
    }
  }
}

// Pieces that are likely to confuse a splitter, in any order.
std::string random_text(std::mt19937& random) {
  static const Texts kPieces = {
      ";",      " ",     "\n",     "'",     "\"",        "`",       "[",    "]",          "--",   "/*", "*/",
      "CREATE", "TEMP",  "END",    "BEGIN", "a",         "TRIGGER", "''",   "EXPLAIN",    "-",    "/",  "*",
      ";END;",  "; END", "create", "x'00'", "temporary", "\t",      "END;", "QUERY PLAN", "_end", "9",  "\r\n"};
  std::string text;
  const std::size_t count = random() % 24;
  for (std::size_t i = 0; i < count; ++i) {
    text += kPieces[random() % kPieces.size()];
    if (random() % 3 == 0) text += ' ';
  }
  return text;
}

TEST(Splitter, AgreesWithSqlite3CompleteOnRandomText) {
  const unsigned seed = std::random_device{}();
  std::mt19937 random(seed);
  for (int round = 0; round < 100'000; ++round) {
    const std::string text = random_text(random);
    Texts statements;
    try {
      statements = split(text);
    } catch (const Error&) {
      // Then no ending makes it complete that only closes the statement.
      EXPECT_EQ(sqlite3_complete((text + "\n;").c_str()), 0) << "seed " << seed << ": " << text;
      continue;
    }
    for (std::size_t i = 0; i < statements.size(); ++i) {
      std::string statement = statements[i];
      if (i + 1 == statements.size() && !statement.ends_with(';')) statement += "\n;";
      EXPECT_NE(sqlite3_complete(statement.c_str()), 0) << "seed " << seed << ": " << text;
      // And no shorter text is.
      for (std::size_t end = statement.find(';'); end + 1 < statement.size(); end = statement.find(';', end + 1)) {
        EXPECT_EQ(sqlite3_complete(statement.substr(0, end + 1).c_str()), 0) << "seed " << seed << ": " << text;
      }
    }
  }
}

TEST(Splitter, IsLinearInTheLengthOfATrigger) {
  std::string text = "CREATE TRIGGER g AFTER INSERT ON t BEGIN\n";
  for (int i = 0; i < 200'000; ++i) text += "UPDATE t SET a = 1;\n";
  EXPECT_EQ(split(text + "END;").size(), 1U);  // would not end if it were quadratic
}

}  // namespace
}  // namespace aludel::sqlite
