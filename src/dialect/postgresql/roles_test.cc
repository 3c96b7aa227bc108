#include "dialect/postgresql/roles.h"

#include <gtest/gtest.h>

namespace aludel::postgresql {
namespace {

std::string told(std::string_view statement) {
  const RoleWords words = roles_in(statement);
  std::string text = words.makes_or_drops ? "!" : "";
  for (const std::string& name : words.names) text += (text.empty() || text == "!" ? "" : " ") + name;
  return text;
}

TEST(Roles, AreFoundWhereStatementsNameThem) {
  EXPECT_EQ(told("ALTER TABLE t OWNER TO App"), "app");
  EXPECT_EQ(told("GRANT SELECT ON t TO a, \"B\"\"c\", PUBLIC"), "a B\"c");
  EXPECT_EQ(told("REVOKE ALL ON t FROM GROUP staff"), "staff");
  EXPECT_EQ(told("CREATE POLICY p ON t TO reader USING (true)"), "reader");
  EXPECT_EQ(told("ALTER DEFAULT PRIVILEGES FOR ROLE app GRANT SELECT ON TABLES TO reader"), "app reader");
  EXPECT_EQ(told("CREATE SCHEMA s AUTHORIZATION app"), "app");
  EXPECT_EQ(told("SET ROLE app"), "app");
  EXPECT_EQ(told("CREATE USER MAPPING FOR app SERVER away OPTIONS (user 'x')"), "app");
  EXPECT_EQ(told("ALTER USER MAPPING FOR PUBLIC SERVER away OPTIONS (ADD user 'x')"), "");
}

TEST(Roles, StatementsThatMakeThemAreKnown) {
  EXPECT_EQ(told("CREATE ROLE app LOGIN"), "!app");
  EXPECT_EQ(told("create user app"), "!app");
  EXPECT_EQ(told("DROP ROLE app"), "!app");
  EXPECT_EQ(told("CREATE TABLE t (a int)"), "");
  EXPECT_EQ(told("SELECT 1 FROM app"), "");
}

}  // namespace
}  // namespace aludel::postgresql
