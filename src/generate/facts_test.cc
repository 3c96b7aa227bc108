#include "generate/facts.h"

#include <gtest/gtest.h>

namespace aludel {
namespace {

Identifier id(const std::string& name) { return {name, name}; }
SqlText sql(const std::string& text) { return {text, text}; }

Table table_with(std::vector<Column> columns) {
  Table table;
  table.name = id("t");
  table.columns = std::move(columns);
  return table;
}

Column column(const std::string& name, const std::string& type) {
  Column column;
  column.name = id(name);
  column.type = sql(type);
  return column;
}

TEST(Facts, AreOneForEachPart) {
  Schema before;
  before.tables = {table_with({column("a", "int")})};
  Schema after;
  after.tables = {table_with({column("a", "int"), column("b", "int")})};
  EXPECT_EQ(without(facts_of(before), facts_of(after)), Facts{});
  EXPECT_EQ(without(facts_of(after), facts_of(before)).size(), 1U);
  EXPECT_EQ(together(facts_of(before), without(facts_of(after), facts_of(before))), facts_of(after));
}

TEST(Facts, KeepFieldsApart) {
  Schema one;
  one.tables = {table_with({column("ab", "c")})};
  Schema other;
  other.tables = {table_with({column("a", "bc")})};
  EXPECT_NE(facts_of(one), facts_of(other));
}

TEST(Facts, CountEqualConstraints) {
  Schema once;
  once.tables = {table_with({column("a", "int")})};
  once.tables[0].constraints = {CheckConstraint{{}, sql("a > 0"), {}}};
  Schema twice = once;
  twice.tables[0].constraints.push_back(once.tables[0].constraints[0]);
  EXPECT_EQ(without(facts_of(twice), facts_of(once)).size(), 1U);
}

}  // namespace
}  // namespace aludel
