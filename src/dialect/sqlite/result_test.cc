#include "dialect/sqlite/result.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

namespace aludel::sqlite {
namespace {

TEST(Result, NamesExtendedCodes) {
  EXPECT_EQ(result_name(SQLITE_FULL), "SQLITE_FULL");
  EXPECT_EQ(result_name(SQLITE_IOERR_WRITE), "SQLITE_IOERR_WRITE");
  EXPECT_EQ(result_name(SQLITE_IOERR | (99 << 8)), "SQLITE_IOERR");
  EXPECT_EQ(result_name(250), "SQLITE_UNKNOWN");
}

TEST(Result, ALockIsToldApart) {
  EXPECT_EQ(engine_error(nullptr, SQLITE_BUSY, "app.db").code(), Code::kLockTimeout);
  EXPECT_EQ(engine_error(nullptr, SQLITE_NOTADB, "app.db").code(), Code::kConnect);
  EXPECT_FALSE(engine_error(nullptr, SQLITE_FULL, "app.db").diagnostic().help.empty());
}

}  // namespace
}  // namespace aludel::sqlite
