#include "dialect/mariadb/engines.h"

#include <string>

#include <gtest/gtest.h>

#include "dialect/mariadb/kinds.h"

namespace aludel::mariadb {
namespace {

std::string written(std::string_view statement) {
  std::string text;
  for (const TableName& table : written_tables(verb_of(statement), statement)) text += table.text() + " ";
  return text;
}

TEST(MariadbEngines, TablesThatAStatementMayWriteTo) {
  EXPECT_EQ(written("INSERT INTO T (a) VALUES (1)"), "into t ");
  EXPECT_EQ(written("insert ignore `my t` values ('x')"), "ignore my t ");
  EXPECT_EQ(written("INSERT INTO db . t SELECT * FROM u"), "into db.t ");
  EXPECT_EQ(written("INSERT INTO `d.b`.`t` SET a = 1"), "into d.b.t ");
  EXPECT_EQ(written("REPLACE t VALUES (1)"), "t ");
  EXPECT_EQ(written("UPDATE t JOIN u USING (a) SET t.b = u.b"), "t join u using a ");
  EXPECT_EQ(written("DELETE FROM t WHERE a IN (SELECT a FROM u)"), "from t ");
  EXPECT_EQ(written("LOAD DATA INFILE 'x' INTO TABLE t"), "data infile into table t ");
  EXPECT_EQ(written("SELECT * FROM t"), "");
  EXPECT_EQ(written("SHOW TABLES"), "");
}

}  // namespace
}  // namespace aludel::mariadb
