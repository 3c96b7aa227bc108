#include "generate/pattern.h"

#include <gtest/gtest.h>

namespace aludel {
namespace {

using Texts = std::vector<std::string>;

TEST(Pattern, OfLike) {
  EXPECT_EQ(texts_like("'%@%._%'", 7), Texts{"'7@7.x7'"});
  EXPECT_EQ(texts_like("'it''s %'", 7), Texts{"'it''s 7'"});
}

TEST(Pattern, OfGlob) {
  EXPECT_EQ(texts_like("'[0-9][0-9]-?*'", 42), Texts{"'42-x42'"});
  EXPECT_EQ(texts_like("'[a-c]'", 4), Texts{"'b'"});
  EXPECT_EQ(texts_like("'[^x0][]-]'", 0), Texts{"'X]'"});
  EXPECT_EQ(texts_like("'*[^0-9]*'", 3), Texts{"'3_3'"});
}

TEST(Pattern, ThatIsNone) {
  EXPECT_EQ(texts_like("'open'", 1), Texts{});
  EXPECT_EQ(texts_like("12", 1), Texts{});
  EXPECT_EQ(texts_like("'[0-9'", 1), Texts{"'[0-9'"});
}

}  // namespace
}  // namespace aludel
