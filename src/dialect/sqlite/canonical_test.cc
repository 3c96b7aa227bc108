#include "dialect/sqlite/canonical.h"

#include <gtest/gtest.h>

#include "dialect/sqlite/introspect.h"
#include "dialect/sqlite/scratch.h"

namespace aludel::sqlite {
namespace {

Script canonical_of(const std::vector<std::string>& statements) {
  const auto connection = make_scratch();
  for (const std::string& statement : statements) connection->execute(statement);
  return canonical(introspect(*connection, {}));
}

std::vector<std::string> lines_of(const Script& script) {
  std::vector<std::string> lines;
  for (const ScriptStatement& statement : script.statements) lines.push_back(statement.sql);
  return lines;
}

TEST(Canonical, SpellsEachThingInOneWay) {
  EXPECT_EQ(lines_of(canonical_of(
                {"create table \"Users\"(id integer not null primary key autoincrement, -- the key\n"
                 "[e-mail] varchar ( 80 ) unique collate NoCase not null on conflict ignore default '', n default -1,"
                 "t references teams on update cascade deferrable initially deferred, a as ( N+1 ) stored,"
                 "\"order\" default (1+2), constraint positive check((n>-1)))",
                 "create index by_n on Users(n desc, lower( [e-mail] )) where n is not null"})),
            (std::vector<std::string>{
                R"(CREATE TABLE Users (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  "e-mail" VARCHAR(80) COLLATE NoCase NOT NULL ON CONFLICT IGNORE DEFAULT '',
  n DEFAULT -1,
  t,
  a GENERATED ALWAYS AS (N + 1) STORED,
  "order" DEFAULT (1 + 2),
  UNIQUE ("e-mail"),
  CONSTRAINT positive CHECK (n > -1),
  FOREIGN KEY (t) REFERENCES teams ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED
))",
                "CREATE INDEX by_n ON Users (n DESC, lower([e-mail])) WHERE n is not null"}));
  EXPECT_EQ(lines_of(canonical_of({"CREATE TABLE t(a INT, b ANY, PRIMARY KEY(b COLLATE nocase, a DESC)) "
                                   "WITHOUT ROWID, STRICT"})),
            (std::vector<std::string>{"CREATE TABLE t (\n  a INT NOT NULL,\n  b ANY NOT NULL,\n"
                                      "  PRIMARY KEY (b COLLATE nocase, a DESC)\n) STRICT, WITHOUT ROWID"}));
}

TEST(Canonical, PutsFirstWhatOthersNeed) {
  std::vector<std::string> names;
  for (const std::string& sql :
       lines_of(canonical_of({"CREATE TABLE a(x REFERENCES z, y REFERENCES b)", "CREATE TABLE b(x REFERENCES a)",
                              "CREATE TABLE z(x REFERENCES z)", "CREATE VIEW u AS SELECT 1 AS x -- one",
                              "CREATE VIEW c AS SELECT x FROM u", "CREATE VIRTUAL TABLE f USING fts5(x, content='v')",
                              "CREATE TRIGGER a1 INSTEAD OF DELETE ON c BEGIN SELECT 1; END"}))) {
    names.push_back(sql.substr(0, sql.find_first_of("\n(")));
  }
  EXPECT_EQ(names, (std::vector<std::string>{"CREATE TABLE z ", "CREATE TABLE b ", "CREATE TABLE a ",
                                             "CREATE VIRTUAL TABLE f USING fts5", "CREATE VIEW u AS SELECT 1 AS x",
                                             "CREATE VIEW c AS SELECT x FROM u",
                                             "CREATE TRIGGER a1 INSTEAD OF DELETE ON c BEGIN SELECT 1; END"}));
}

// One statement each; the property tests make more of them.
TEST(Canonical, LoadsBackToTheSameSchema) {
  for (const char* sql : {
           "CREATE TABLE t(a INTEGER PRIMARY KEY DESC)",
           "CREATE TABLE t(a INTEGER, PRIMARY KEY(a DESC))",
           "CREATE TABLE t(a TEXT CONSTRAINT \"p k\" PRIMARY KEY DESC ON CONFLICT FAIL) WITHOUT ROWID",
           "CREATE TABLE t(a 'INTEGER ' PRIMARY KEY, b \"a,b\", c 'x' \"y\" (3), d \"int generated always\", e [left])",
           "CREATE TABLE t(a INT /* b */ c, d int generated/*x*/always as (a), e \"VARCHAR(MAX)\", f VARCHAR(+1, -2))",
           "CREATE TABLE t(a DEFAULT abc, b DEFAULT \"it's\", c DEFAULT ('x' || 'y'), d DEFAULT + 5, e DEFAULT "
           "x'AB')",
           "CREATE TABLE t(a DEFAULT \"true\", b DEFAULT TRUE, c DEFAULT (- -1), d DEFAULT current_time, e DEFAULT '')",
           "CREATE TABLE t(a REFERENCES t MATCH full, b REFERENCES \"t\"(\"a\") MATCH \"we ird\" ON DELETE SET NULL)",
           "CREATE TABLE t(a CHECK (a <> \"not a column\"), b CHECK (b -- c\n > 0), c CHECK (c - -1 - - 2 > ~5))",
           "CREATE TABLE t(a UNIQUE UNIQUE ON CONFLICT IGNORE, b COLLATE nocase, UNIQUE (a, b COLLATE binary DESC))",
           "CREATE TABLE \"x\"\"; DROP TABLE y; --\"(\"a\nb\" TEXT, `select` CHECK (`select` > [a\nb]), true)",
           "CREATE TABLE \xF0\x9F\x9A\x80(\xC3\xA9 \xC3\xA8 DEFAULT '\xC3\xA9')",
       }) {
    const auto first = make_scratch();
    first->execute(sql);
    const Schema schema = introspect(*first, {});
    const Script script = canonical(schema);
    const auto second = make_scratch();
    for (const ScriptStatement& statement : script.statements) second->execute(statement.sql);
    const Schema loaded = introspect(*second, {});
    EXPECT_EQ(loaded, schema) << text_of(script);
    EXPECT_TRUE(same_column_order(loaded.tables.at(0), schema.tables.at(0)));
    EXPECT_EQ(lines_of(canonical(loaded)), lines_of(script));
  }
}

}  // namespace
}  // namespace aludel::sqlite
