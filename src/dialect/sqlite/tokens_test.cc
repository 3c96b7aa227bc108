#include "dialect/sqlite/tokens.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace aludel::sqlite
