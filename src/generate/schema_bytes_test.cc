#include "generate/schema_bytes.h"

#include <gtest/gtest.h>

namespace aludel {
namespace {

Identifier name(const std::string& text) { return {text, "\"" + text + "\""}; }

Schema sample() {
  Column column;
  column.name = name("a");
  column.type = {"INT", "int"};
  column.not_null = true;
  column.default_value = SqlText("7", "7");
  column.collation = name("C");
  column.generated = Generated{{"x + 1", "x+1"}, true};
  column.clauses = {{"identity", "ALWAYS"}, {"storage", "MAIN"}};
  column.comment = std::string("it's\0zero", 9);
  KeyPart part{name("a"), {"lower(a)", "lower(a)"}, name("C"), true, {{"nulls", "FIRST"}}};
  Table table;
  table.name = name("t");
  table.columns = {column, Column()};
  table.primary_key = PrimaryKey{name("pk"), {part}, {{"include", "b"}}};
  table.constraints = {UniqueConstraint{name("u"), {part}, {}}, CheckConstraint{name("c"), {"a > 0", "a>0"}, {}},
                       ForeignKey{name("f"), {name("a")}, name("p"), {name("id")}, "CASCADE", "SET NULL", "FULL", {}}};
  table.indexes = {{name("i"), true, {part}, SqlText("a > 1", "a>1"), {{"using", "gin"}}, "CREATE INDEX i"}};
  table.options = {{"unlogged", ""}};
  table.comment = "said";
  table.sql = "CREATE TABLE t";
  table.needs = {name("s")};
  Definition view{
      "view", name("v"), name("t"), {"CREATE VIEW v", "create view v"}, {name("t")}, {{name("t"), name("a")}},
      true,   "broken"};
  Schema schema;
  schema.tables = {table};
  schema.definitions = {view};
  schema.unmanaged = {{"grant", "g"}};
  return schema;
}

TEST(SchemaBytes, GiveAllBack) {
  const Schema schema = sample();
  const std::string bytes = to_bytes(schema);
  const auto back = from_bytes(bytes);
  ASSERT_TRUE(back);
  EXPECT_EQ(*back, schema);
  EXPECT_EQ(to_bytes(*back), bytes);
  const Table& table = back->tables.front();
  EXPECT_EQ(table.needs, schema.tables.front().needs);
  EXPECT_EQ(table.indexes.front().sql, "CREATE INDEX i");
  EXPECT_EQ(table.columns.front().type.written, "INT");
  EXPECT_EQ(back->definitions.front().fault, "broken");
  EXPECT_EQ(back->unmanaged, schema.unmanaged);
  EXPECT_TRUE(from_bytes(to_bytes({})));
}

TEST(SchemaBytes, AreReadWholeOrNotAtAll) {
  const std::string bytes = to_bytes(sample());
  for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(from_bytes(bytes.substr(0, size))) << size;
  EXPECT_FALSE(from_bytes(bytes + "x"));
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    std::string other = bytes;
    other[at] = static_cast<char>(other[at] ^ 1);
    EXPECT_FALSE(from_bytes(other)) << at;
  }
}

}  // namespace
}  // namespace aludel
