#include "generate/content.h"

#include <gtest/gtest.h>

#include "core/listed.h"
#include "dialect/registry.h"
#include "generate/comparison.h"

namespace aludel {
namespace {

class ContentTest : public ::testing::Test {
 protected:
  struct Side {
    std::unique_ptr<Connection> scratch;
    Schema schema;
  };
  Side make(std::string_view sql) {
    Side side{dialect.scratch(ScratchSql::kRevisions), {}};
    run_sql(dialect, *side.scratch, "test", sql);
    side.schema = dialect.introspect(*side.scratch, {});
    return side;
  }
  // What differs between the rows of two databases.
  std::string differences(std::string_view before, std::string_view after, const std::set<std::string>& free = {}) {
    const Side from = make(before);
    const Side to = make(after);
    const KeptRows rows(dialect, from.schema, to.schema, free);
    return joined(rows.differences(rows.read_from(*from.scratch), rows.read_to(*to.scratch)), "; ");
  }

  const SchemaDialect& dialect = require_schemas(dialect_named("sqlite"));
};

TEST_F(ContentTest, IsTheSameInAnyOrder) {
  EXPECT_EQ(
      differences("CREATE TABLE t (id INTEGER PRIMARY KEY, a); INSERT INTO t VALUES (1, 'x'), (2, NULL)",
                  "CREATE TABLE t (a, b, id INTEGER PRIMARY KEY); INSERT INTO t (id, a) VALUES (2, NULL), (1, 'x')"),
      "");
}

TEST_F(ContentTest, HasTypes) {
  EXPECT_EQ(
      differences("CREATE TABLE t (a); INSERT INTO t VALUES (1)", "CREATE TABLE t (a); INSERT INTO t VALUES ('1')"),
      "`t`: 1 of 1 rows changed, for example (1, 1) became (1, '1')");
  EXPECT_EQ(
      differences("CREATE TABLE t (a); INSERT INTO t VALUES (1)", "CREATE TABLE t (a); INSERT INTO t VALUES (1.0)"),
      "`t`: 1 of 1 rows changed, for example (1, 1) became (1, 1.0)");
}

TEST_F(ContentTest, OfAColumnThatConvertsIsItsValue) {
  const std::string text =
      "CREATE TABLE t (a TEXT); INSERT INTO t VALUES ('1'), ('2.5'), ('x'), (x'00'), (NULL), ('-7')";
  const std::string number =
      "CREATE TABLE t (a NUMERIC); INSERT INTO t VALUES (1), (2.5), ('x'), (x'00'), (NULL), (-7)";
  EXPECT_EQ(differences(text, number), "");
  EXPECT_EQ(differences(number, text), "");
  EXPECT_EQ(differences("CREATE TABLE t (a TEXT); INSERT INTO t VALUES ('12abc')",
                        "CREATE TABLE t (a INT); INSERT INTO t VALUES (12)"),
            "`t`: 1 of 1 rows changed, for example (1, '12abc') became (1, 12)");
  EXPECT_EQ(differences("CREATE TABLE t (a TEXT); INSERT INTO t VALUES ('9007199254740993')",
                        "CREATE TABLE t (a REAL); INSERT INTO t VALUES (9007199254740993)"),
            "`t`: 1 of 1 rows changed, for example (1, 9007199254740993) became (1, 9007199254740992)");
}

TEST_F(ContentTest, HasRowidsAndCounters) {
  EXPECT_EQ(differences("CREATE TABLE t (a); INSERT INTO t (rowid, a) VALUES (7, 1)",
                        "CREATE TABLE t (a); INSERT INTO t VALUES (1)"),
            "`t`: 1 of 1 rows changed, for example (7, 1) became (1, 1)");
  EXPECT_EQ(
      differences("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT); INSERT INTO t VALUES (7); DELETE FROM t",
                  "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT); INSERT INTO t VALUES (1); DELETE FROM t"),
      "`t`: the last number that was given out was 7, and is then 1");
}

TEST_F(ContentTest, CountsRows) {
  EXPECT_EQ(differences("CREATE TABLE t (a); INSERT INTO t VALUES (1), (1)", "CREATE TABLE t (a)"),
            "`t`: 2 rows, and then 0");
}

TEST_F(ContentTest, LeavesOutWhatMayChange) {
  EXPECT_EQ(differences("CREATE TABLE t (a, b); INSERT INTO t VALUES (1, NULL)",
                        "CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 2)", {"t.b"}),
            "");
}

TEST_F(ContentTest, LostIsWhatWasKeptAndThenWasNot) {
  const Side before = make("CREATE TABLE t (id INTEGER PRIMARY KEY, a); INSERT INTO t VALUES (1, 'x'), (2, 'y')");
  const Side between =
      make("CREATE TABLE t (id INTEGER PRIMARY KEY, a); INSERT INTO t VALUES (1, 'x'), (2, 'changed')");
  const Side after = make("CREATE TABLE t (id INTEGER PRIMARY KEY, a); INSERT INTO t VALUES (2, 'y')");
  const KeptRows rows(dialect, before.schema, before.schema);
  const auto read = [&](const Side& side) { return rows.read_from(*side.scratch); };
  EXPECT_EQ(joined(rows.lost(read(before), read(between), read(before)), "; "), "");
  EXPECT_EQ(joined(rows.lost(read(before), read(between), read(after)), "; "),
            "`t`: 1 of 1 rows that were kept on the way up are gone or changed, for example (1, 'x')");
}

}  // namespace
}  // namespace aludel
