#include "revision/civil_time.h"

#include <gtest/gtest.h>

#include "revision/thrown.h"
#include "revision/zone_file.h"

namespace aludel {
namespace {

TEST(CivilTime, IsUtcByDefault) {
  EXPECT_EQ(civil_time(0, "").text(), "1970-01-01T00:00:00Z");
  EXPECT_EQ(civil_time(1795000000, "UTC").text(), "2026-11-18T11:06:40Z");
  EXPECT_EQ(civil_time(-1, "").text(), "1969-12-31T23:59:59Z");
}

TEST(CivilTime, RefusesUnknownZones) {
  EXPECT_EQ(thrown([] { static_cast<void>(civil_time(0, "Mars/Phobos")); }), "config");
  EXPECT_EQ(thrown([] { static_cast<void>(civil_time(0, "../../etc/passwd")); }), "config");
  EXPECT_EQ(thrown([] { static_cast<void>(civil_time(0, "Europe")); }), "config");
}

TEST(ZoneRule, KnowsSummerOnBothHalvesOfTheEarth) {
  constexpr std::string_view kBerlin = "CET-1CEST,M3.5.0,M10.5.0/3";
  EXPECT_EQ(offset_by_rule(kBerlin, 1795000000), 3600);
  EXPECT_EQ(offset_by_rule(kBerlin, 1774745999), 3600) << "2026-03-29T00:59:59Z";
  EXPECT_EQ(offset_by_rule(kBerlin, 1774746000), 7200);
  EXPECT_EQ(offset_by_rule(kBerlin, 1792889999), 7200) << "2026-10-25T00:59:59Z";
  EXPECT_EQ(offset_by_rule(kBerlin, 1792890000), 3600);
  EXPECT_EQ(offset_by_rule("AEST-10AEDT,M10.1.0,M4.1.0/3", 1795000000), 39600);
  EXPECT_EQ(offset_by_rule("<+0545>-5:45", 0), 20700);
}

}  // namespace
}  // namespace aludel
