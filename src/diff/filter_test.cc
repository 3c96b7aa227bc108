#include "diff/filter.h"

#include <gtest/gtest.h>

#include "diff/diff.h"
#include "diff/test_schema.h"

namespace aludel {
namespace {

using namespace test;

TEST(Filter, HasGlobsThatIncludeAndThatExclude) {
  const Filter filter{{"app_*", "Users"}, {"*_old"}};
  EXPECT_TRUE(filter.shows("app_x"));
  EXPECT_TRUE(filter.shows("users"));
  EXPECT_FALSE(filter.shows("app_x_old"));
  EXPECT_FALSE(filter.shows("logs"));
  EXPECT_TRUE(Filter{}.shows("anything"));
}

TEST(Filter, LeavesWhatItHidesAsItIs) {
  const Column a = column("a");
  const Schema from = schema({table("kept", {a}), table("gone", {a}), table("mine", {a})},
                             {trigger("tr", "kept", "1"), view("v", "1"), view("mine_v", "1")});
  const Schema to = schema({table("kept", {a, column("b")}), table("new", {a}), table("mine", {column("b")})},
                           {trigger("tr", "kept", "2"), view("v", "1")});
  const Filter filter{{"mine*"}, {}};
  const Changes changes = diff(from, with_hidden_of(from, to, filter));
  std::string told;
  for (const Change& change : changes) told += describe(change) + ';';
  EXPECT_EQ(told, "column mine.a;column mine.b;view mine_v;");
  const std::vector<Hidden> hidden = {
      {"table", "gone", true}, {"table", "kept", true}, {"table", "new", true}, {"view", "v", false}};
  EXPECT_EQ(hidden_by(filter, from, to), hidden);
  EXPECT_TRUE(hidden_by({}, from, to).empty());
}

}  // namespace
}  // namespace aludel
