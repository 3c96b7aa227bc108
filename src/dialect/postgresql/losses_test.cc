#include "dialect/postgresql/losses.h"

#include <gtest/gtest.h>

namespace aludel::postgresql {
namespace {

using Parts = std::vector<DroppedPart>;

TEST(Losses, AreReadFromTheStatement) {
  EXPECT_EQ(dropped_by("drop table if exists s.a, \"B c\" CASCADE"), (Parts{{"s.a", ""}, {"\"B c\"", ""}}));
  EXPECT_EQ(
      dropped_by(
          "ALTER TABLE IF EXISTS ONLY s.t * DROP a, ADD b int DEFAULT f(1, 2), DROP COLUMN IF EXISTS \"C\" RESTRICT"),
      (Parts{{"s.t", "a"}, {"s.t", "\"C\""}}));
  for (const char* statement :
       {"ALTER TABLE t DROP CONSTRAINT c", "ALTER TABLE t ALTER a DROP DEFAULT, ALTER b DROP NOT NULL", "DROP VIEW v",
        "DELETE FROM t", "CREATE TABLE t (a int)"})
    EXPECT_EQ(dropped_by(statement), Parts{}) << statement;
}

TEST(Losses, FollowATableThatStepsAside) {
  EXPECT_EQ(table_rename("ALTER TABLE s.t RENAME TO \"T old\"").from, "s.t");
  EXPECT_EQ(table_rename("ALTER TABLE s.t RENAME TO \"T old\"").to, "\"T old\"");
  EXPECT_EQ(table_rename("ALTER TABLE t RENAME a TO b").to, "");
  EXPECT_EQ(table_rename("ALTER TABLE t DROP a").to, "");
}

}  // namespace
}  // namespace aludel::postgresql
