#include "dialect/postgresql/server_folder.h"

#include <gtest/gtest.h>

namespace aludel::postgresql {
namespace {

TEST(ServerFolder, IsInMemoryWhereThereIsPlentyAndNobodyChoseAnother) {
  constexpr std::uint64_t kGigabyte = 1ULL << 30;
  EXPECT_EQ(server_parent(nullptr, kGigabyte), "/dev/shm");
  EXPECT_EQ(server_parent("", kGigabyte), "/dev/shm");
  EXPECT_EQ(server_parent(nullptr, kGigabyte - 1), "/tmp");
  EXPECT_EQ(server_parent(nullptr, 64 << 20), "/tmp");  // a container's
  EXPECT_EQ(server_parent("/var/tmp", kGigabyte), "/var/tmp");
  EXPECT_EQ(server_parent("/var/tmp", 0), "/var/tmp");
}

TEST(ServerFolder, HasNoNameThatASocketDoesNotTake) {
  constexpr std::uint64_t kGigabyte = 1ULL << 30;
  EXPECT_EQ(server_parent("here", kGigabyte), "/tmp");
  EXPECT_EQ(server_parent(("/" + std::string(59, 'x')).c_str(), kGigabyte), "/tmp");
  EXPECT_EQ(server_parent(("/" + std::string(58, 'x')).c_str(), kGigabyte), "/" + std::string(58, 'x'));
}

}  // namespace
}  // namespace aludel::postgresql
