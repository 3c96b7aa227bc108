#include "dialect/sqlite/tokens.h"

#include <gtest/gtest.h>

#include "dialect/sqlite/table_text.h"

namespace aludel::sqlite {
namespace {

TEST(Tokens, EvenOutWhatDoesNotMatter) {
  EXPECT_EQ(normalised("SELECT  a ,\"B\" -- x\nFROM [t]/* y */"), "select a , b from t");
  EXPECT_EQ(normalised("select 'It''s' || x'0F'"), "select 'It''s' || x'0f'");
  EXPECT_EQ(normalised("\"a b\" + `c\"d`"), "\"a b\" + \"c\"d\"");
  EXPECT_EQ(normalised("t.a>=1.5"), "t . a >= 1.5");
  EXPECT_EQ(normalised("-.5+1.5E+3-0xFE+1"), "- .5 + 1.5e+3 - 0xfe + 1");
}

TEST(Tokens, TellStringsFromNames) { EXPECT_NE(normalised("SELECT 'a'"), normalised("SELECT a")); }

TEST(TableText, FindsWhatNoPragmaTells) {
  const auto facts = facts_of(
      "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT COLLATE NOCASE CHECK (a <> ','), "
      "b INT GENERATED ALWAYS AS (id + (1)) STORED, c UNIQUE ON CONFLICT REPLACE, "
      "d REFERENCES t DEFERRABLE INITIALLY DEFERRED, CONSTRAINT k CHECK (b > 0 AND c IN (1, 2)))");
  std::vector<std::string> lines;
  for (const TableFact& fact : facts) lines.push_back(fact.kind + "|" + fact.column + "|" + fact.detail);
  EXPECT_EQ(lines, (std::vector<std::string>{"autoincrement|id|yes", "collation|a|nocase", "check||a <> ','",
                                             "generated|b|id + ( 1 )", "conflict|c|replace", "deferred|d|yes",
                                             "check||b > 0 and c in ( 1 , 2 )"}));
}

TEST(TableText, SurvivesAnyText) {
  for (const char* text :
       {"", "CREATE TABLE", "CREATE TABLE t (", "CREATE TABLE t (a CHECK (", "CREATE TABLE t ()", "((("}) {
    (void)facts_of(text);
  }
}

}  // namespace
}  // namespace aludel::sqlite
