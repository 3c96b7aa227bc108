#include "generate/kept.h"

#include <gtest/gtest.h>

#include "dialect/registry.h"
#include "generate/comparison.h"

namespace aludel {
namespace {

Schema schema_of(std::string_view sql) {
  const SchemaDialect& dialect = require_schemas(dialect_named("sqlite"));
  const auto scratch = dialect.scratch(ScratchSql::kRevisions);
  run_sql(dialect, *scratch, "test", sql);
  return dialect.introspect(*scratch, {});
}

Rename rename(const std::string& table, const std::string& from, const std::string& to) {
  const SchemaDialect& dialect = require_schemas(dialect_named("sqlite"));
  return {table.empty() ? Identifier() : dialect.identifier(table), dialect.identifier(from), dialect.identifier(to)};
}

// `t.a>u.b`: table and column before and after.
std::string kept(const Schema& from, const Schema& to, const std::vector<Rename>& renames) {
  std::string text;
  for (const KeptTable& table : kept_tables(from, to, renames)) {
    for (const KeptColumn& column : table.columns) {
      text += (text.empty() ? "" : " ") + table.from->name.text + "." + column.from->name.text + ">" +
              table.to->name.text + "." + column.to->name.text;
    }
  }
  return text;
}

TEST(Kept, FollowsRenames) {
  const Schema from = schema_of("CREATE TABLE t (a, b, c); CREATE TABLE gone (a);");
  const Schema to = schema_of("CREATE TABLE u (x, B, d); CREATE TABLE fresh (a);");
  EXPECT_EQ(kept(from, to, {}), "");
  EXPECT_EQ(kept(from, to, {rename("", "t", "u")}), "t.b>u.B");
  EXPECT_EQ(kept(from, to, {rename("", "t", "u"), rename("u", "a", "x")}), "t.a>u.x t.b>u.B");
}

TEST(Kept, KnowsThatANameIsTaken) {
  const Schema from = schema_of("CREATE TABLE t (a, b); CREATE TABLE u (a);");
  const Schema to = schema_of("CREATE TABLE u (b);");
  // The old u is dropped, t takes its name; the old t.b is dropped, a takes its name.
  EXPECT_EQ(kept(from, to, {rename("", "t", "u"), rename("u", "a", "b")}), "t.a>u.b");
  const Schema same = schema_of("CREATE TABLE t (a, b);");
  EXPECT_EQ(kept(same, same, {rename("t", "a", "b"), rename("t", "b", "a")}), "t.a>t.b t.b>t.a");
}

}  // namespace
}  // namespace aludel
