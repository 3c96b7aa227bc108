#include "dialect/postgresql/stilled.h"

#include <gtest/gtest.h>

namespace aludel::postgresql {
namespace {

// What the server would say of a routine: between the head and its body stands what it has besides.
std::string said(std::string_view head, std::string_view body) {
  return "CREATE OR REPLACE FUNCTION public.f(n integer)\n RETURNS integer\n LANGUAGE " + std::string(head) + "AS " +
         std::string(body);
}

std::string body_of(const std::string& statement) {
  const std::size_t begin = statement.find("$aludel$") + 8;
  return statement.substr(begin, statement.find("$aludel$", begin) - begin);
}

TEST(Stilled, ABodyWaitsAndComesBackAsTheServerSaysIt) {
  struct Case {
    std::string statement, language, body;
  };
  const Case cases[] = {
      {"CREATE FUNCTION f(n int) RETURNS int LANGUAGE sql AS 'SELECT 1'", "sql", "$function$SELECT 1$function$"},
      {"create or replace function f(a text default 'as', n int) returns int as $x$ it's $$ $x$ language PLpgSQL",
       "plpgsql", "$function$ it's $$ $function$"},
      {"CREATE FUNCTION f(n int) RETURNS int IMMUTABLE LANGUAGE \"plpython3u\" AS 'a''b'\n 'c'", "plpython3u",
       "$function$a'bc$function$"},
      {"CREATE FUNCTION f(n int) RETURNS int LANGUAGE 'sql' AS '$function$'", "sql",
       "$functionx$$function$$functionx$"},
      {"CREATE FUNCTION f(n int) RETURNS int LANGUAGE sql AS '/*aludel 00 */ AS $function$'", "sql",
       "$functionx$/*aludel 00 */ AS $function$$functionx$"},
  };
  for (const Case& one : cases) {
    const std::optional<std::string> still = stilled(one.statement);
    ASSERT_TRUE(still) << one.statement;
    EXPECT_EQ(awakened(said("plpgsql\n IMMUTABLE\n", "$function$" + body_of(*still) + "$function$")),
              said(one.language + "\n IMMUTABLE\n", one.body));
  }
}

TEST(Stilled, WhatIsNoRoutineOfThatSortStaysAsItIs) {
  for (const char* const statement :
       {"CREATE TABLE f (a text DEFAULT 'AS $$x$$')", "CREATE FUNCTION f() RETURNS int LANGUAGE c AS 'a', 'b'",
        "CREATE FUNCTION f() RETURNS int RETURN 1",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; END",
        "CREATE AGGREGATE a (int) (SFUNC = int4pl, STYPE = int)"})
    EXPECT_EQ(stilled(statement), statement);
  EXPECT_EQ(awakened(said("sql\n", "$function$SELECT 1$function$")), said("sql\n", "$function$SELECT 1$function$"));
}

TEST(Stilled, ABodyThatCannotBeReadIsToldOf) {
  EXPECT_FALSE(stilled("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS E'SELECT\\n1'"));
  EXPECT_FALSE(stilled("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS U&'SELECT 1'"));
}

}  // namespace
}  // namespace aludel::postgresql
