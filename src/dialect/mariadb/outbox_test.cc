#include "dialect/mariadb/outbox.h"

#include <gtest/gtest.h>

namespace aludel::mariadb {
namespace {

TEST(MariadbOutbox, StatementsBecomeOneThatStopsWhereOneRowWasMeant) {
  const OwnStatement statements[] = {
      {"START TRANSACTION"}, {"UPDATE v SET n = 'b' WHERE n = 'a'", "moved"}, {"COMMIT"}};
  EXPECT_EQ(compound_sql(statements),
            "BEGIN NOT ATOMIC\n"
            "START TRANSACTION;\n"
            "UPDATE v SET n = 'b' WHERE n = 'a';\n"
            "IF ROW_COUNT() <> 1 THEN SIGNAL SQLSTATE '45000' SET MYSQL_ERRNO = 45001; END IF;\n"
            "COMMIT;\n"
            "END");
}

}  // namespace
}  // namespace aludel::mariadb
