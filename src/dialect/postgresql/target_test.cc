#include "dialect/postgresql/target.h"

#include <string>

#include <gtest/gtest.h>

#include "aludel/error.h"
#include "dialect/postgresql/names.h"

namespace aludel::postgresql {
namespace {

std::string parameter(const Target& target, std::string_view key) {
  std::string found;
  for (const auto& [name, value] : target.parameters) {
    if (name == key) found = value;
  }
  return found;
}

TEST(PostgresqlTarget, SaysToLibpqWhatTheUrlSays) {
  const Target target = target_of(
      parse_url("postgresql+asyncpg://u%40x:p%2Fw@db.example:5433/app?sslmode=verify-full&keepalives_idle=5"));
  EXPECT_EQ(parameter(target, "host"), "db.example");
  EXPECT_EQ(parameter(target, "port"), "5433");
  EXPECT_EQ(parameter(target, "user"), "u@x");
  EXPECT_EQ(parameter(target, "password"), "p/w");
  EXPECT_EQ(parameter(target, "dbname"), "app");
  EXPECT_EQ(parameter(target, "sslmode"), "verify-full");
  EXPECT_EQ(parameter(target, "keepalives_idle"), "5");
  EXPECT_EQ(parameter(target, "client_encoding"), "UTF8");
  EXPECT_EQ(target.shown, "postgresql://db.example:5433/app");
}

TEST(PostgresqlTarget, KnowsSocketsServicesAndSeveralHosts) {
  const auto shown = [](std::string_view url) { return target_of(parse_url(url)).shown; };
  EXPECT_EQ(shown("postgres:///app?host=/run/pg&port=5433"), "postgresql:///app");
  EXPECT_EQ(shown("postgres:///?service=live"), "postgresql:///?service=live");
  EXPECT_EQ(shown("postgres://u:pw@a:5433,b/app"), "postgresql://a:5433,b/app");
  EXPECT_EQ(shown("postgres://[::1]:5433/app"), "postgresql://[::1]:5433/app");
  const Target hosts = target_of(parse_url("postgres://a:5433,[::1]/app"));
  EXPECT_EQ(parameter(hosts, "host"), "a,::1");
  EXPECT_EQ(parameter(hosts, "port"), "5433,");
}

TEST(PostgresqlTarget, RefusesWhatLibpqDoesNotKnow) {
  for (const char* url : {"postgresql://h/d?sslmod=on", "postgresql://h/d%00x"}) {
    try {
      (void)target_of(parse_url(url));
      ADD_FAILURE() << url;
    } catch (const Error& failure) {
      EXPECT_EQ(failure.code(), Code::kUrl) << url;
    }
  }
}

TEST(PostgresqlNames, AreQuotedAndNumbered) {
  EXPECT_EQ(quoted_name("a\"b"), "\"a\"\"b\"");
  EXPECT_EQ(quoted_text("it's"), "'it''s'");
  EXPECT_EQ(quoted_text("a\\'b"), "E'a\\\\''b'");
  EXPECT_EQ(array_literal({"a", "b\"c"}), "{\"a\",\"b\\\"c\"}");
  EXPECT_EQ(numbered("INSERT INTO \"a?\" VALUES (?, '?', ?)"), "INSERT INTO \"a?\" VALUES ($1, '?', $2)");
  EXPECT_EQ(numbered("UPDATE \"a WHERE = ?\" SET c = ? WHERE d = ? AND e = ' = ?'"),
            "UPDATE \"a WHERE = ?\" SET c = $1 WHERE d OPERATOR(pg_catalog.=) $2 AND e = ' = ?'");
  EXPECT_EQ(numbered("SELECT count(*) = 1, 'count(*) = 1' FROM a"),
            "SELECT pg_catalog.count(*) OPERATOR(pg_catalog.=) 1, 'count(*) = 1' FROM a");
  EXPECT_EQ(in_schema("UPDATE \"a\" SET b = (SELECT 1 FROM \"a\", \"ab\")", "my\"s", {"c", "a"}),
            "UPDATE \"my\"\"s\".\"a\" SET b = (SELECT 1 FROM \"my\"\"s\".\"a\", \"ab\")");
  EXPECT_EQ(in_schema("DELETE FROM \"a\"", "", {"a"}), "DELETE FROM \"a\"");
}

}  // namespace
}  // namespace aludel::postgresql
