#include "dialect/sqlite/names.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

namespace aludel::sqlite {
namespace {

// Whether a column of this name can be asked for without quotes.
bool is_name(sqlite3* database, const std::string& word) {
  sqlite3_stmt* query = nullptr;
  const std::string sql = "SELECT " + word + " = 42 FROM (SELECT 42 AS \"" + word + "\")";
  const bool found = sqlite3_prepare_v2(database, sql.c_str(), -1, &query, nullptr) == SQLITE_OK &&
                     sqlite3_step(query) == SQLITE_ROW && sqlite3_column_int(query, 0) == 1;
  sqlite3_finalize(query);
  return found;
}

TEST(Names, AreReservedWhereSqliteSaysSo) {
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(":memory:", &database), SQLITE_OK);
  for (int i = 0; i < sqlite3_keyword_count(); ++i) {
    const char* text = nullptr;
    int size = 0;
    sqlite3_keyword_name(i, &text, &size);
    const std::string word = folded(std::string_view(text, static_cast<std::size_t>(size)));
    EXPECT_TRUE(is_reserved(word) || is_name(database, word)) << word;
    EXPECT_EQ(name_sql(word), "\"" + word + "\"");
  }
  sqlite3_close(database);
  EXPECT_TRUE(is_reserved("true"));
  EXPECT_FALSE(is_reserved("key"));
}

TEST(Names, AreQuotedWhereTheyNeedIt) {
  EXPECT_EQ(name_sql("Users_1"), "Users_1");
  EXPECT_EQ(name_sql("1st"), "\"1st\"");
  EXPECT_EQ(name_sql(""), "\"\"");
  EXPECT_EQ(name_sql("x\"; DROP TABLE y; --"), "\"x\"\"; DROP TABLE y; --\"");
  EXPECT_EQ(name_sql("Order"), "\"Order\"");
  EXPECT_EQ(name_sql("False"), "\"False\"");
}

}  // namespace
}  // namespace aludel::sqlite
