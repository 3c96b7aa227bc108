#include "dialect/sqlite/ddl/literal.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "dialect/sqlite/ddl/test_migration.h"

namespace aludel::sqlite {
namespace {

constexpr std::string_view kLine = "\n-- migrate:";

TEST(Literal, HoldsNoLineOfASection) {
  EXPECT_EQ(text_sql("it's"), "'it''s'");
  const std::string text = "a\n-- migrate:down\n-- migrate:up\n";
  EXPECT_EQ(text_sql(text).find(kLine), std::string::npos);
  EXPECT_EQ(TestDatabase("").rows("SELECT " + text_sql(text)), text);
}

TEST(Literal, StatementsHoldNoLineOfASection) {
  EXPECT_EQ(file_safe("SELECT 1 /* a\n-- migrate:up\n*/ + 1"), "SELECT 1 /* a\n -- migrate:up\n*/ + 1");
  EXPECT_EQ(file_safe("SELECT 1 -- a\n-- migrate:up\n+ 2"), "SELECT 1 -- a\n -- migrate:up\n+ 2");
  const std::string literal = file_safe("SELECT 'a\n-- migrate:up' || 'b'");
  EXPECT_EQ(literal.find(kLine), std::string::npos);
  EXPECT_EQ(TestDatabase("").rows(literal), "a\n-- migrate:upb");
  EXPECT_THROW((void)file_safe("SELECT 1 AS \"a\n-- migrate:up\""), Error);
}

TEST(Literal, StatementsEndOutsideOfComments) {
  EXPECT_EQ(file_safe("CREATE VIEW v AS SELECT 1 -- one"), "CREATE VIEW v AS SELECT 1 -- one\n");
  EXPECT_EQ(file_safe("SELECT '--'"), "SELECT '--'");
}

}  // namespace
}  // namespace aludel::sqlite
