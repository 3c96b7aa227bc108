#include "dialect/sqlite/foreign_keys.h"

#include <gtest/gtest.h>

namespace aludel::sqlite {
namespace {

TEST(ForeignKeys, OnlyNewViolationsCount) {
  const Violations before = {{{"c", "1", "p"}, 1}, {{"c", "2", "p"}, 2}};
  EXPECT_TRUE(new_violations(before, before).empty());
  EXPECT_TRUE(new_violations(before, {}).empty());
  const Violations after = {{{"c", "1", "p"}, 2}, {{"c", "2", "p"}, 2}, {{"c", "3", "p"}, 1}};
  EXPECT_EQ(new_violations(before, after), (Violations{{{"c", "1", "p"}, 1}, {{"c", "3", "p"}, 1}}));
}

TEST(ForeignKeys, TheFirstFewAreNamed) {
  Violations many;
  for (int i = 0; i < 9; ++i) many[{"c", std::to_string(i), "p"}] = 1;
  const auto lines = describe(many);
  ASSERT_EQ(lines.size(), 6U);
  EXPECT_EQ(lines.front(), "row 0 of `c` refers to no row of `p`");
  EXPECT_EQ(lines.back(), "and 4 more");
}

}  // namespace
}  // namespace aludel::sqlite
