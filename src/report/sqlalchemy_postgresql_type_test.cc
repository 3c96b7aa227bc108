#include "report/sqlalchemy_postgresql_type.h"

#include <gtest/gtest.h>

namespace aludel {
namespace {

std::string type(std::string_view sql, const Identifier& collation = {}) {
  return postgresql_type(sql, collation, {{"public.mood", "Mood"}}).value_or("");
}

TEST(SqlalchemyPostgresqlType, SaysWhatSqlalchemyHasAClassFor) {
  EXPECT_EQ(type("numeric(10,2)"), "sa.Numeric(10, 2)");
  EXPECT_EQ(type("character varying(30)[]"), "pg.ARRAY(sa.String(30))");
  EXPECT_EQ(type("public.mood[]"), "pg.ARRAY(Mood)");
  EXPECT_EQ(type("timestamp(3) with time zone"), "pg.TIMESTAMP(timezone=True, precision=3)");
  EXPECT_EQ(type("time without time zone"), "sa.Time");
  EXPECT_EQ(type("bit varying(5)"), "pg.BIT(5, varying=True)");
  EXPECT_EQ(type("text", {"pg_catalog.C", R"("pg_catalog"."C")"}), R"(sa.Text(collation="C"))");
}

TEST(SqlalchemyPostgresqlType, SaysNothingForOthers) {
  EXPECT_EQ(type("numeric(3,-2)"), "");
  EXPECT_EQ(type("public.pair"), "");
  EXPECT_EQ(type("interval day to second(2)"), "");
  EXPECT_EQ(type("text", {"audit.own", R"("audit"."own")"}), "");
  EXPECT_EQ(type("\"char\""), "");
}

TEST(SqlalchemyPostgresqlType, CutsNames) {
  const ModelName name = model_name({"x", R"(enum "a.b"."c""d")"});
  EXPECT_EQ(name.schema, "a.b");
  EXPECT_EQ(name.name, "c\"d");
  EXPECT_EQ(model_name({"users", "\"users\""}).name, "users");
}

}  // namespace
}  // namespace aludel
