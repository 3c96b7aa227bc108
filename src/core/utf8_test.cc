#include "core/utf8.h"

#include <gtest/gtest.h>

namespace aludel {
namespace {

using namespace std::string_view_literals;

TEST(Utf8, FindsTheFirstBadByte) {
  struct Case {
    std::string_view text;
    std::optional<std::size_t> at;
  };
  const Case cases[] = {
      {"", std::nullopt},
      {"plain text, longer than eight bytes", std::nullopt},
      {"gr\xC3\xBC\xC3\x9F \xE2\x82\xAC \xF0\x9F\x8C\x8D", std::nullopt},
      {"abcdefghij\0k"sv, 10},
      {"caf\xE9"sv, 3},  // Latin-1
      {"\xFF\xFE"
       "a"sv,
       0},                        // UTF-16
      {"12345678\xC0\xAF"sv, 8},  // overlong
      {"\xED\xA0\x80"sv, 0},      // a surrogate
      {"\xF4\x90\x80\x80"sv, 0},  // beyond U+10FFFF
      {"cut \xE2\x82"sv, 4},
  };
  for (const Case& c : cases) EXPECT_EQ(find_bad_byte(c.text), c.at) << c.text;
}

TEST(Utf8, EscapesWhatSteersATerminal) {
  EXPECT_EQ(printable("a\x1b[31mb"), "a\\x1b[31mb");
  EXPECT_EQ(printable("tab\tstays, gr\xC3\xBC\xC3\x9F too"), "tab\tstays, gr\xC3\xBC\xC3\x9F too");
  EXPECT_EQ(printable("\xE2\x80\xAE"
                      "evil"),
            "\\xe2\\x80\\xaeevil");
  EXPECT_EQ(printable("\xC2\x9B"
                      "31m"),
            "\\xc2\\x9b31m");
}

}  // namespace
}  // namespace aludel
