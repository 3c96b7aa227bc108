#include "dialect/sqlite/undo.h"

#include <gtest/gtest.h>

namespace aludel::sqlite {
namespace {

TEST(Undo, NamesWhatAStatementCreates) {
  struct Case {
    std::string_view statement;
    std::optional<std::string> undo;
  };
  const Case cases[] = {
      {"CREATE TABLE t (a)", "DROP TABLE t"},
      {"create virtual table if not exists \"a b\" using fts5(x)", "DROP TABLE \"a b\""},
      {"CREATE UNIQUE INDEX IF NOT EXISTS main.[i x] ON t(a)", "DROP INDEX main.[i x]"},
      {"CREATE /* a ; */ VIEW -- b\n v AS SELECT 1", "DROP VIEW v"},
      {"CREATE TRIGGER \"a\"\"b\" AFTER INSERT ON t BEGIN SELECT 1; END", "DROP TRIGGER \"a\"\"b\""},
      {"ALTER TABLE t ADD COLUMN c TEXT", "ALTER TABLE t DROP COLUMN c"},
      {"ALTER TABLE `t` ADD `c` TEXT", "ALTER TABLE `t` DROP COLUMN `c`"},
      {"ALTER TABLE t RENAME TO u", std::nullopt},
      {"CREATE", std::nullopt},
      {"INSERT INTO t VALUES (1)", std::nullopt},
      {"CREATE TABLE \"unclosed", "DROP TABLE \"unclosed"},
      {"", std::nullopt},
  };
  for (const Case& c : cases) EXPECT_EQ(undo_of(c.statement), c.undo) << c.statement;
}

}  // namespace
}  // namespace aludel::sqlite
