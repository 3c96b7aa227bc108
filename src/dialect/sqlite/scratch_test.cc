#include "dialect/sqlite/scratch.h"

#include <cstdlib>

#include <gtest/gtest.h>
#include <unistd.h>

#include "dialect/sqlite/connection.h"

namespace aludel::sqlite {
namespace {

std::string answer(Connection& connection, std::string_view sql) {
  std::string text;
  connection.query(sql, [&](Row row) { text += row[0].value_or("NULL"); });
  return text;
}

TEST(Scratch, KeepsWhatItHoldsWhenItsSessionIsMadeAnew) {
  const auto scratch = make_scratch();
  for (const char* sql : {"PRAGMA encoding = 'UTF-16le'", "PRAGMA page_size = 8192", "CREATE TABLE t (a)",
                          "INSERT INTO t VALUES ('x')", "PRAGMA user_version = 7", "PRAGMA cache_size = 3"}) {
    scratch->execute(sql);
  }
  scratch->reopen();
  EXPECT_EQ(answer(*scratch, "SELECT a FROM t"), "x");
  EXPECT_EQ(answer(*scratch, "PRAGMA encoding"), "UTF-16le");
  EXPECT_EQ(answer(*scratch, "PRAGMA page_size"), "8192");
  EXPECT_EQ(answer(*scratch, "PRAGMA user_version"), "7");
  EXPECT_NE(answer(*scratch, "PRAGMA cache_size"), "3");
}

TEST(Scratch, IsACopyThatLeavesTheOriginalAlone) {
  const auto original = make_scratch();
  original->execute("CREATE TABLE t (a)");
  original->execute("INSERT INTO t VALUES (1)");
  const auto copy = make_scratch_copy(*original);
  copy->execute("INSERT INTO t VALUES (2)");
  EXPECT_EQ(answer(*copy, "SELECT count(*) FROM t"), "2");
  EXPECT_EQ(answer(*original, "SELECT count(*) FROM t"), "1");
}

TEST(Scratch, IsWrittenToAFile) {
  std::string folder = ::testing::TempDir() + "scratch-XXXXXX";
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  const std::string path = folder + "/copy.db";
  const auto scratch = make_scratch();
  scratch->execute("CREATE TABLE t (a)");
  scratch->backup(path);
  {
    SqliteConnection file({.path = path, .shown = path}, ConnectSettings());
    EXPECT_TRUE(file.has_table("t"));
  }
  ::unlink(path.c_str());
  ::rmdir(folder.c_str());
}

}  // namespace
}  // namespace aludel::sqlite
