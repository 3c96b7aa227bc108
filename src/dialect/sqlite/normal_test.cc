#include "dialect/sqlite/normal.h"

#include <gtest/gtest.h>

namespace aludel::sqlite {
namespace {

const IsName kOnlyA = [](const std::string& key) { return key == "a" || key == "a b" || key == "order"; };

TEST(Normal, EvensOutWhatDoesNotMatter) {
  const auto normal = [](const char* sql) { return expression_text(sql, kOnlyA).normal; };
  EXPECT_EQ(normal("((A  >[B]))"), "a > b");
  EXPECT_EQ(normal("(a) > (b)"), "( a ) > ( b )");
  EXPECT_EQ(normal("\"A\" = \"B\" and `A B` -- x\n <> 'It''s' /* y */"), "a = \"B\" and \"a b\" <> 'It''s'");
  EXPECT_EQ(normal("\"order\" + \"A B\" + order"), "\"order\" + \"a b\" + order");
  EXPECT_EQ(normal("X'0F' || 1E5"), "x'0f' || 1e5");
}

TEST(Normal, SpacesSqlInOneWay) {
  EXPECT_EQ(spaced("a>-1 AND( b ,c )IN(SELECT  count ( * ) -- x\nFROM [t t] . \"u\")"),
            "a > -1 AND (b, c) IN (SELECT count(*) FROM [t t].\"u\")");
  EXPECT_EQ(spaced("a - -1 - - 2 + cast (b AS int) || 'x  y'"), "a - -1 - -2 + cast(b AS int) || 'x  y'");
  EXPECT_EQ(spaced("VARCHAR ( 10,2 )"), "VARCHAR(10, 2)");
}

}  // namespace
}  // namespace aludel::sqlite
