#include "dialect/bites.h"

#include <gtest/gtest.h>

namespace aludel {
namespace {

TEST(StandsAlone, IsSaidOfDdlAndOfWhatTheSessionIsSetTo) {
  for (const char* text : {"CREATE TABLE t (a int)", "alter\n table t ADD b int", "COMMENT ON TABLE t IS 'SET LOCAL'",
                           "SET x = 1", "SELECT pg_catalog.set_config('search_path', '', false)"})
    EXPECT_TRUE(stands_alone(text)) << text;
}

TEST(StandsAlone, IsNotSaidOfRowsNorOfWhatATransactionIsSetTo) {
  for (const char* text :
       {"INSERT INTO t VALUES (1)", "set  local x = 1", "SET CONSTRAINTS ALL DEFERRED", "DO $$ BEGIN END $$", "",
        "SELECT pg_catalog.set_config('search_path', '', true)", "SELECT f()", "CREATED"})
    EXPECT_FALSE(stands_alone(text)) << text;
}

}  // namespace
}  // namespace aludel
