#include "report/sqlalchemy_type.h"

#include <gtest/gtest.h>

namespace aludel {
namespace {

TEST(SqlAlchemyType, KnowsTypesByTheirWholeText) {
  EXPECT_EQ(sqlalchemy_type("INTEGER", ""), "sa.Integer");
  EXPECT_EQ(sqlalchemy_type("VARCHAR(30)", ""), "sa.String(30)");
  EXPECT_EQ(sqlalchemy_type("NUMERIC(10, 2)", ""), "sa.Numeric(10, 2)");
  EXPECT_EQ(sqlalchemy_type("TEXT", "NOCASE"), "sa.Text(collation=\"NOCASE\")");
  EXPECT_EQ(sqlalchemy_type("CHAR(2)", "x"), "sa.CHAR(2, collation=\"x\")");
}

TEST(SqlAlchemyType, LeavesOthersAsTheyAre) {
  for (const char* sql : {"", "INT", "INTEGER(4)", "VARCHAR(30, 2)", "VARCHAR(007)", "VARCHAR(+3)", "FLOAT(53)",
                          "UNSIGNED BIG INT", "\"TEXT\"", "TEXT(", "VARCHAR()"}) {
    EXPECT_EQ(sqlalchemy_type(sql, ""), std::nullopt) << sql;
  }
  EXPECT_EQ(sqlalchemy_type("INTEGER", "NOCASE"), std::nullopt);
}

}  // namespace
}  // namespace aludel
