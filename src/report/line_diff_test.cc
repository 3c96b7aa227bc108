#include "report/line_diff.h"

#include <gtest/gtest.h>

namespace aludel {
namespace {

std::string told(std::string_view from, std::string_view to) {
  std::string text;
  for (const DiffLine& line : diff_lines(from, to)) text += line.sign + std::string(line.text) + '|';
  return text;
}

TEST(LineDiff, KeepsWhatIsTheSame) {
  EXPECT_EQ(told("a\nb\nc", "a\nb\nc\n"), " a| b| c|");
  EXPECT_EQ(told("a\nb\nc", "a\nx\nc"), " a|-b|+x| c|");
  EXPECT_EQ(told("a\nb\nc\nd", "b\nd\ne"), "-a| b|-c| d|+e|");
  EXPECT_EQ(told("", "a\n\nb"), "+a|+|+b|");
  EXPECT_EQ(told("a\r\nb", ""), "-a|-b|");
  EXPECT_EQ(told("a\na", "a"), " a|-a|");
}

TEST(LineDiff, EndsForTextsOfAnyLength) {
  std::string from = "first\n";
  std::string to = "first\n";
  for (int i = 0; i < 3000; ++i) from += "a\n", to += "b\n";
  EXPECT_EQ(diff_lines(from + "last", to + "last").size(), 6002U);
}

}  // namespace
}  // namespace aludel
