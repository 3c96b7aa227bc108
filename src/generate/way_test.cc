#include "generate/way.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "dialect/registry.h"

namespace aludel {
namespace {

Rename rename(const std::string& table, const std::string& from, const std::string& to) {
  const SchemaDialect& dialect = require_schemas(dialect_named("sqlite"));
  return {table.empty() ? Identifier() : dialect.identifier(table), dialect.identifier(from), dialect.identifier(to)};
}

TEST(Way, BackTakesRenamesBack) {
  const std::vector<Rename> up = {rename("", "people", "users"), rename("users", "nick", "name"),
                                  rename("posts", "a", "b")};
  const std::vector<Rename> down = {rename("", "users", "people"), rename("people", "name", "nick"),
                                    rename("posts", "b", "a")};
  EXPECT_EQ(inverse(up), down);
  EXPECT_EQ(inverse(down), up);
}

TEST(Way, SectionHasTheOptionsOfBothParts) {
  Script renames;
  renames.options = "foreign_keys:off";
  renames.statements = {{"ALTER TABLE a RENAME TO b", "renames"}};
  Script changes;
  changes.options = "foreign_keys:off schema_edit";
  changes.statements = {{"DROP TABLE c", ""}};
  const NewSection section = section_of(Direction::kDown, renames, changes, {"table c comes back", "x\ny"});
  EXPECT_EQ(section.options, "foreign_keys:off schema_edit");
  EXPECT_EQ(section.body,
            "-- table c comes back\n-- x\\x0ay\n\n-- renames\nALTER TABLE a RENAME TO b;\n\nDROP TABLE c;\n");
}

}  // namespace
}  // namespace aludel
