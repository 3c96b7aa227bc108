#include <cstdlib>
#include <set>
#include <string>

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "core/file.h"
#include "dialect/postgresql/kinds/kind.h"

namespace aludel::postgresql {
namespace {

std::string table_of_kinds() {
  std::string text = "| kind | how it changes | renamed |\n| --- | --- | --- |\n";
  for (const Kind& kind : kinds()) {
    const std::string_view renamed = kind.renamed == Renaming::kAsked     ? "yes"
                                     : kind.renamed == Renaming::kUnasked ? "by itself"
                                                                          : "no";
    text += fmt::format("| {} | {} | {} |\n", kind.name, kind.altered, renamed);
  }
  return text;
}

TEST(Kinds, ThePageShowsTheList) {
  const char* const source = std::getenv("ALUDEL_SOURCE");
  ASSERT_NE(source, nullptr);
  const FileBytes file = FileBytes::read(std::string(source) + "/docs/postgresql.md");
  const std::string page(file.text());
  const std::string mark = "<!-- kinds: src/dialect/postgresql/kinds/kinds.cc -->\n";
  const std::size_t begin = page.find(mark);
  ASSERT_NE(begin, std::string::npos);
  const std::size_t first = begin + mark.size();
  EXPECT_EQ(page.substr(first, page.find("\n\n", first) + 1 - first), table_of_kinds());
}

TEST(Kinds, NamesAreTakenOnce) {
  std::set<std::string_view> names;
  for (const Kind& kind : kinds()) EXPECT_TRUE(names.insert(kind.name).second) << kind.name;
}

TEST(Kinds, WhatIsMadeBeforeTablesStandsBeforeTheRest) {
  for (const Kind& kind : kinds())
    EXPECT_EQ(rank_of(kind.name) < rank_of_tables(), kind.made == MadeWhen::kBeforeTables);
}

Definition definition(const std::string& kind, const std::string& key) {
  Definition made;
  made.kind = kind;
  made.name = {key, key};
  return made;
}

TEST(Kinds, WhatDropsThem) {
  struct Case {
    std::string kind, key, on, sql;
  };
  const Case cases[] = {
      {"schema", R"(schema "a ""b")", "", R"(DROP SCHEMA "a ""b")"},
      {"view", R"("v")", "", R"(DROP VIEW "public"."v")"},
      {"enum", R"(enum "s.x"."m")", "", R"(DROP TYPE "s.x"."m")"},
      {"function", R"*(function "a(b"("x)" integer))*", "", R"*(DROP FUNCTION "public"."a(b"("x)" integer))*"},
      {"trigger", R"(trigger "t ON x" ON "s"."u")", R"("s"."u")", R"(DROP TRIGGER "t ON x" ON "s"."u")"},
      {"trigger state", R"(trigger state "t" ON "u")", R"("u")", R"(ALTER TABLE "public"."u" ENABLE TRIGGER "t")"},
      {"sequence owner", R"(sequence owner "s")", "", R"(ALTER SEQUENCE "public"."s" OWNED BY NONE)"},
      {"cast", "cast (text AS integer)", "", "DROP CAST (text AS integer)"},
      {"operator class", R"(operator class "o" USING btree)", "", R"(DROP OPERATOR CLASS "public"."o" USING btree)"},
      {"published schema", R"(published schema "a of b" of c)", "",
       R"(ALTER PUBLICATION c DROP TABLES IN SCHEMA "a of b")"},
      {"operator of a family", "operator of a family OPERATOR 1 (integer, bigint) of public.f USING btree", "",
       "ALTER OPERATOR FAMILY public.f USING btree DROP OPERATOR 1 (integer, bigint)"},
  };
  for (const Case& one : cases) {
    Definition made = definition(one.kind, one.key);
    if (!one.on.empty()) made.on = {one.on, one.on};
    EXPECT_EQ(drop_sql(made), one.sql);
  }
}

}  // namespace
}  // namespace aludel::postgresql
