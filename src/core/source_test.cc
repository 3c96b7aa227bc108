#include "core/source.h"

#include <gtest/gtest.h>

namespace aludel {
namespace {

TEST(Source, CountsLinesAndCharacters) {
  const Source source{"f.sql", "SELECT 1;\r\n-- gr\xC3\xBC\xC3\x9F\nDROP x"};
  const Location place = source.locate({source.text.find("x"), source.text.size()});
  EXPECT_EQ(place.line, 3U);
  EXPECT_EQ(place.column, 6U);
  EXPECT_EQ(place.text, "DROP x");
  const Location umlaut = source.locate({source.text.find("\xC3\x9F"), source.text.find("\xC3\x9F") + 2});
  EXPECT_EQ(umlaut.column, 7U);
  EXPECT_EQ(umlaut.width, 1U);
  EXPECT_EQ(source.locate({0, 8}).text, "SELECT 1;");
}

TEST(Source, CutsAVeryLongLineAroundThePlace) {
  const std::string text = std::string(5000, 'x') + "HERE" + std::string(5000, 'y');
  const Location place = Source{"f.sql", text}.locate({5000, 5004});
  EXPECT_EQ(place.column, 5001U);
  EXPECT_LT(place.text.size(), 500U);
  EXPECT_EQ(place.text.substr(place.offset, 4), "HERE");
}

TEST(Source, ThePlaceAfterTheLastByteIsAPlace) {
  const Location place = Source{"f.sql", "abc\n"}.locate({4, 4});
  EXPECT_EQ(place.line, 2U);
  EXPECT_EQ(place.column, 1U);
  EXPECT_EQ(place.width, 1U);
}

}  // namespace
}  // namespace aludel
