#include "core/typed_name.h"

#include <gtest/gtest.h>

namespace aludel {
namespace {

TEST(TypedName, IsQuotedWhereItMustBe) {
  EXPECT_EQ(typed_name("users"), "users");
  EXPECT_EQ(typed_name("\xC3\xA4"), "\xC3\xA4");
  EXPECT_EQ(typed_name("a.b"), "\"a.b\"");
  EXPECT_EQ(typed_name("a\"b"), "\"a\"\"b\"");
  EXPECT_EQ(typed_name(""), "\"\"");
  EXPECT_EQ(shell_word("users.a=b"), "users.a=b");
  EXPECT_EQ(shell_word("it's"), "'it'\\''s'");
}

TEST(TypedName, ReadsBackWhatIsTyped) {
  for (const std::string name : {"a", "a.b=c", "\"", "a\"\"b", " "}) {
    const std::string typed = typed_name(name) + ".rest";
    TypedNames names(typed);
    EXPECT_EQ(names.name(), name);
    EXPECT_TRUE(names.take('.'));
    EXPECT_EQ(names.rest(), "rest");
  }
}

TEST(TypedName, SaysWhereThereIsNone) {
  EXPECT_EQ(TypedNames("").name(), std::nullopt);
  EXPECT_EQ(TypedNames("=x").name(), std::nullopt);
  EXPECT_EQ(TypedNames("\"open").name(), std::nullopt);
  EXPECT_EQ(TypedNames("\"\"").name(), std::nullopt);
}

}  // namespace
}  // namespace aludel
