#include "core/spelling.h"

#include <gtest/gtest.h>

namespace aludel {
namespace {

TEST(Spelling, FindsASlipOfTheFinger) {
  const std::vector<std::string> names = {"upgrade", "downgrade", "heads", "history"};
  EXPECT_EQ(nearest("upgrde", names), "upgrade");
  EXPECT_EQ(nearest("haeds", names), "heads");
  EXPECT_EQ(nearest("HISTORY", names), "history");
  EXPECT_EQ(nearest("merge", names), std::nullopt);
  EXPECT_EQ(nearest("", names), std::nullopt);
}

}  // namespace
}  // namespace aludel
