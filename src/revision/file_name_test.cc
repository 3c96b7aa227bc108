#include "revision/file_name.h"

#include <gtest/gtest.h>

#include "revision/thrown.h"

namespace aludel {
namespace {

// 2026-03-09 08:07:06
std::string named(std::string pattern, std::string_view message = "Add the Age!",
                  Recursion recursion = Recursion::kNone) {
  std::string name;
  const std::string fault = thrown([&] {
    name = new_file_name({std::move(pattern), 40}, "ae10", message, civil_time(1773043626, ""), recursion);
  });
  return fault == "no error" ? name : fault;
}

TEST(Slug, KeepsWords) {
  EXPECT_EQ(slug_of("Add HDR columns, to `images`", 40), "add_hdr_columns_to_images");
  EXPECT_EQ(slug_of("../../etc/passwd", 40), "etc_passwd");
  EXPECT_EQ(slug_of("Stra\xC3\x9F"
                    "e \xC3\x9C"
                    "ber",
                    40),
            "strase_uber");
  EXPECT_EQ(slug_of("\xE4\xB8\xAD\xE6\x96\x87", 40), "");
  EXPECT_EQ(slug_of("one two three", 9), "one_two");
  EXPECT_EQ(slug_of("onetwothree", 6), "onetwo");
}

TEST(FileName, ExpandsTokens) {
  EXPECT_EQ(named("{rev}_{slug}"), "ae10_add_the_age.sql");
  EXPECT_EQ(named("{rev}_{slug}", "?!"), "ae10.sql");
  EXPECT_EQ(named("{year}{month}{day}T{hour}{minute}{second}-{rev}"), "20260309T080706-ae10.sql");
  EXPECT_EQ(named("%%(year)d_%%(month).2d_%%(day)d-%%(rev)s_%%(slug)s"), "2026_03_9-ae10_add_the_age.sql");
  EXPECT_EQ(named("%(epoch)s_%(rev)s"), "1773043626_ae10.sql");
  EXPECT_EQ(named("{year}/{rev}", "", Recursion::kSubfolders), "2026/ae10.sql");
}

TEST(FileName, NeverLeavesTheFolder) {
  EXPECT_EQ(named("{year}/{rev}"), "config");
  EXPECT_EQ(named("../{rev}", "", Recursion::kSubfolders), "config");
  EXPECT_EQ(named("/{rev}", "", Recursion::kSubfolders), "config");
  EXPECT_EQ(named(".{rev}"), "config");
  EXPECT_EQ(named("{slug}", "!"), "config");
  EXPECT_EQ(named("{revv}"), "config");
  EXPECT_EQ(named("{rev"), "config");
  EXPECT_EQ(named("%(rev"), "config");
}

}  // namespace
}  // namespace aludel
