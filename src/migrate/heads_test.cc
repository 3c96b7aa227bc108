#include "migrate/heads.h"

#include <gtest/gtest.h>

#include "aludel/error.h"
#include "dialect/registry.h"
#include "dialect/schema_dialect.h"

namespace aludel {
namespace {

class HeadsTest : public ::testing::Test {
 protected:
  const SchemaDialect& dialect_ = require_schemas(dialect_named("sqlite"));
  OwnTables tables_;
  std::unique_ptr<Connection> connection_ = dialect_.scratch(ScratchSql::kRevisions);
  Heads heads_{*connection_, dialect_, tables_};
};

TEST_F(HeadsTest, ChangesAreWrittenAsAlembicWritesThem) {
  EXPECT_EQ(heads_sql(dialect_, tables_, {{"a"}, {"b"}}),
            (std::vector<std::string>{"UPDATE \"aludel_version\" SET version_num = 'b' WHERE version_num = 'a'"}));
  EXPECT_EQ(heads_sql(dialect_, tables_, {{"a", "b"}, {"m"}}).size(), 2U);  // one goes, one moves
  EXPECT_EQ(heads_sql(dialect_, tables_, {{}, {"a"}}),
            (std::vector<std::string>{"INSERT INTO \"aludel_version\" (version_num) VALUES ('a')"}));
}

TEST_F(HeadsTest, RowsFollowTheChanges) {
  EXPECT_FALSE(heads_.exists());
  EXPECT_EQ(heads_.read(), Rows{});
  heads_.create();
  heads_.apply({{}, {"a"}}, "a");
  heads_.apply({{}, {"b"}}, "b");
  heads_.apply({{"a", "b"}, {"m"}}, "m");
  EXPECT_EQ(heads_.read(), Rows{"m"});
  heads_.apply({{"m"}, {"a", "b"}}, "m");
  EXPECT_EQ(heads_.read().size(), 2U);
}

TEST_F(HeadsTest, ARowThatIsNotAsExpectedIsAnError) {
  heads_.create();
  heads_.apply({{}, {"a"}}, "a");
  try {
    heads_.apply({{"x"}, {"y"}}, "y");
    ADD_FAILURE();
  } catch (const Error& failure) {
    EXPECT_EQ(failure.code(), Code::kHeadsChanged);
  }
}

TEST_F(HeadsTest, ATableMadeElsewhereIsFound) {
  connection_->execute("CREATE TABLE Aludel_Version (version_num VARCHAR(32))");
  EXPECT_TRUE(heads_.exists());
  connection_->execute("INSERT INTO aludel_version VALUES ('a'), ('a')");
  EXPECT_THROW((void)heads_.read(), Error);
}

}  // namespace
}  // namespace aludel
