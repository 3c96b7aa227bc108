#include "diff/diff.h"

#include <gtest/gtest.h>

#include "diff/test_schema.h"

namespace aludel {
namespace {

using namespace test;

std::string told(const Changes& changes) {
  std::string text;
  for (const Change& change : changes) {
    text += std::string(1, "+~-"[static_cast<int>(sign_of(change))]) + ' ' + describe(change) + '\n';
  }
  return text;
}

struct Case {
  std::string name;
  Schema from, to;
  std::string forth, back;
};

const Column kId = column("id", "INTEGER");

std::vector<Case> cases() {
  const auto t = [](std::vector<Column> columns, TableParts more = {}) {
    return schema({table("t", std::move(columns), std::move(more))});
  };
  Column generated = column("total", "INT");
  generated.generated = Generated{sql("a + b"), true};
  Column collated = column("a", "TEXT");
  collated.collation = id("NOCASE");
  Column conflict = not_null(column("a", "INT"));
  conflict.clauses = {{"not null on conflict", "ABORT"}};
  Column commented = column("a", "INT");
  commented.comment = "how many";
  Schema strict = t({kId});
  strict.tables[0].options = {{"strict", ""}};
  PrimaryKey numbered = key({"id"});
  numbered.clauses = {{"autoincrement", ""}};
  Index partial = index("ix", {"a"});
  partial.unique = true;
  partial.where = sql("a > 0");
  return {
      {"a table", schema({}), t({kId}, {.indexes = {index("ix", {"id"})}}), "+ table t (1 column, 1 index)\n",
       "- table t (1 column, 1 index)\n"},
      {"columns", t({kId, column("a")}), t({kId, with_default(not_null(column("b", "TEXT")), "'x'"), column("c")}),
       "- column t.a\n+ column t.b TEXT NOT NULL DEFAULT 'x'\n+ column t.c\n",
       "- column t.b TEXT NOT NULL DEFAULT 'x'\n- column t.c\n+ column t.a\n"},
      {"a type", t({column("a", "VARCHAR(10)")}), t({column("a", "VARCHAR(20)")}),
       "~ column t.a: type VARCHAR(10) -> VARCHAR(20)\n", "~ column t.a: type VARCHAR(20) -> VARCHAR(10)\n"},
      {"several parts of a column", t({column("a", "INT")}), t({with_default(not_null(column("a")), "0")}),
       "~ column t.a: type INT -> none, NULL -> NOT NULL, default none -> 0\n",
       "~ column t.a: type none -> INT, NOT NULL -> NULL, default 0 -> none\n"},
      {"a collation", t({column("a", "TEXT")}), t({collated}), "~ column t.a: collation none -> NOCASE\n",
       "~ column t.a: collation NOCASE -> none\n"},
      {"a generated column", t({column("total", "INT")}), t({generated}),
       "~ column t.total: generated none -> (a + b) STORED\n", "~ column t.total: generated (a + b) STORED -> none\n"},
      {"a clause of a column", t({not_null(column("a", "INT"))}), t({conflict}),
       "~ column t.a: clauses none -> NOT NULL ON CONFLICT ABORT\n",
       "~ column t.a: clauses NOT NULL ON CONFLICT ABORT -> none\n"},
      {"a comment", t({column("a", "INT")}), t({commented}), "~ column t.a: comment none -> how many\n",
       "~ column t.a: comment how many -> none\n"},
      {"options of a table", t({kId}), strict, "~ table t: options none -> STRICT\n",
       "~ table t: options STRICT -> none\n"},
      {"a primary key", t({kId}), t({kId}, {.primary_key = key({"id"})}), "+ primary key of t (id)\n",
       "- primary key of t (id)\n"},
      {"what a primary key says", t({kId}, {.primary_key = key({"id"})}), t({kId}, {.primary_key = numbered}),
       "~ primary key of t: (id) -> (id) AUTOINCREMENT\n", "~ primary key of t: (id) AUTOINCREMENT -> (id)\n"},
      {"constraints without names", t({kId}, {.constraints = {check("id > 0"), check("id > 0"), unique({"id"})}}),
       t({kId}, {.constraints = {check("id > 0"), check("id < 9")}}),
       "- unique of t (id)\n- check of t (id > 0)\n+ check of t (id < 9)\n",
       "- check of t (id < 9)\n+ unique of t (id)\n+ check of t (id > 0)\n"},
      {"what a named constraint says", t({kId}, {.constraints = {check("id > 0", "c")}}),
       t({kId}, {.constraints = {check("id > 1", "C")}}), "~ check of t C: (id > 0) -> (id > 1)\n",
       "~ check of t c: (id > 1) -> (id > 0)\n"},
      {"the name of a constraint", t({kId}, {.constraints = {unique({"id"})}}),
       t({kId}, {.constraints = {unique({"id"}, "u")}}), "~ unique of t (id): name none -> u\n",
       "~ unique of t (id): name u -> none\n"},
      {"what a foreign key does", t({kId}, {.constraints = {foreign("id", "p")}}),
       t({kId}, {.constraints = {foreign("id", "p", "CASCADE")}}),
       "~ foreign key of t: (id) REFERENCES p (id) -> (id) REFERENCES p (id) ON DELETE CASCADE\n",
       "~ foreign key of t: (id) REFERENCES p (id) ON DELETE CASCADE -> (id) REFERENCES p (id)\n"},
      {"a kind of constraint under one name", t({kId}, {.constraints = {check("id > 0", "c")}}),
       t({kId}, {.constraints = {unique({"id"}, "c")}}), "- check of t c (id > 0)\n+ unique of t c (id)\n",
       "- unique of t c (id)\n+ check of t c (id > 0)\n"},
      {"indexes", t({kId}, {.indexes = {index("ix", {"a"}), index("iy", {"a"})}}),
       t({kId}, {.indexes = {partial, index("iz", {"b", "a"})}}),
       "~ index ix on t: not unique -> unique, (a) -> (a) WHERE a > 0\n- index iy on t (a)\n+ index iz on t (b, a)\n",
       "~ index ix on t: unique -> not unique, (a) WHERE a > 0 -> (a)\n+ index iy on t (a)\n- index iz on t (b, a)\n"},
      {"definitions, each where it belongs",
       schema({table("a", {kId}), table("z", {kId})}, {trigger("tr", "a", "x"), view("v", "SELECT 1")}),
       schema({table("z", {kId, column("b")})},
              {trigger("tz", "z", "x"), view("v", "SELECT 2"), view("u", "1"), trigger("tu", "u", "x")}),
       "- table a (1 column)\n- trigger tr on a\n+ column z.b\n+ trigger tz on z\n+ view u\n+ trigger tu on u\n"
       "~ view v: its text\n",
       "+ table a (1 column)\n+ trigger tr on a\n- column z.b\n- trigger tz on z\n- view u\n- trigger tu on u\n"
       "~ view v: its text\n"},
      {"a trigger that moves", schema({table("a", {kId}), table("b", {kId})}, {trigger("tr", "a", "x")}),
       schema({table("a", {kId}), table("b", {kId})}, {trigger("tr", "b", "x")}), "~ trigger tr on b: on a -> b\n",
       "~ trigger tr on a: on b -> a\n"},
      {"a view that becomes a table", schema({}, {view("v", "x")}), schema({table("v", {kId})}),
       "+ table v (1 column)\n- view v\n", "- table v (1 column)\n+ view v\n"},
      {"nothing: case of names, order of columns", t({kId, column("a")}), schema({table("T", {column("A"), kId})}), "",
       ""},
  };
}

TEST(Diff, SaysWhatDiffersBothWays) {
  for (const Case& one : cases()) {
    SCOPED_TRACE(one.name);
    EXPECT_EQ(told(diff(one.from, one.to)), one.forth);
    EXPECT_EQ(told(diff(one.to, one.from)), one.back);
    EXPECT_EQ(one.from == one.to, one.forth.empty());
    EXPECT_TRUE(diff(one.from, one.from).empty());
    EXPECT_TRUE(diff(one.to, one.to).empty());
  }
}

TEST(Diff, ComparesTheOrderOfColumnsIfAsked) {
  const DiffOptions order{ColumnOrder::kCompare};
  const auto t = [](std::vector<Column> columns) { return schema({table("t", std::move(columns))}); };
  const Schema ab = t({column("a"), column("b")});
  EXPECT_EQ(told(diff(ab, t({column("b"), column("a")}), order)), "~ order of columns of t: a, b -> b, a\n");
  EXPECT_EQ(told(diff(ab, t({column("A"), column("b")}), order)), "");
  // Where the engine puts a new column is no difference.
  EXPECT_EQ(told(diff(ab, t({column("b"), column("c")}), order)), "- column t.a\n+ column t.c\n");
  EXPECT_EQ(told(diff(ab, t({column("c"), column("a"), column("b")}), order)),
            "+ column t.c\n~ order of columns of t: a, b -> c, a, b\n");
}

TEST(Diff, HasAnAnswerForEachOfThreeThousandTables) {
  std::vector<Table> before, after;
  for (int i = 0; i < 3000; ++i) {
    const std::string name = "t" + std::to_string(i);
    before.push_back(table(name, {kId, column("a", "INT")}, {.constraints = {foreign("a", "t0")}}));
    after.push_back(table(name, {kId, column("a", "TEXT")}, {.constraints = {foreign("a", "t0")}}));
  }
  EXPECT_EQ(diff(schema(std::move(before)), schema(std::move(after))).size(), 3000U);
}

}  // namespace
}  // namespace aludel
