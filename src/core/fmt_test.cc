#include <fmt/format.h>
#include <gtest/gtest.h>

// Each of these needs something that fmt.cc instantiates: a missing one is a link error.
TEST(Fmt, FormatsWhatItsSharedLibraryWould) {
  EXPECT_EQ(fmt::format("{} {:>4} {:.2f} {}", "a", 7, 1.005e3, 0.1f), "a    7 1005.00 0.1");
  EXPECT_EQ(fmt::format("{:L}", 1234567), "1234567");
  EXPECT_THROW(fmt::format(fmt::runtime("{"), 1), fmt::format_error);
}
