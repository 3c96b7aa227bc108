#include "dialect/sqlite/introspect.h"

#include <gtest/gtest.h>

#include "dialect/sqlite/read_table.h"
#include "dialect/sqlite/scratch.h"

namespace aludel::sqlite {
namespace {

Schema schema_of(const std::vector<std::string>& statements) {
  const auto connection = make_scratch();
  for (const std::string& statement : statements) connection->execute(statement);
  return introspect(*connection, {});
}

struct Pair {
  const char* a;
  const char* b;
};

// What SQLite takes for the same.
const Pair kEqual[] = {
    {"CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT)", "create table \"T\" ( [A] integer primary key asc, `b` text )"},
    {"CREATE TABLE t(a INTEGER PRIMARY KEY NOT NULL)", "CREATE TABLE t(a INTEGER, PRIMARY KEY(a))"},
    {"CREATE TABLE t(a INTEGER PRIMARY KEY)", "CREATE TABLE t(a INTEGER, PRIMARY KEY(a COLLATE nocase DESC))"},
    {"CREATE TABLE t(a TEXT PRIMARY KEY DESC)", "CREATE TABLE t(a TEXT, PRIMARY KEY(a DESC))"},
    {"CREATE TABLE t(a INTEGER PRIMARY KEY DESC) WITHOUT ROWID",
     "CREATE TABLE t(a INTEGER, PRIMARY KEY(a DESC)) WITHOUT ROWID"},
    {"CREATE TABLE t(a INT UNIQUE, b)", "CREATE TABLE t(b, a INT, UNIQUE(a))"},
    {"CREATE TABLE t(a COLLATE nocase UNIQUE)", "CREATE TABLE t(a COLLATE NOCASE, UNIQUE(a COLLATE NoCase ASC))"},
    {"CREATE TABLE t(a CHECK (a > 0), b)", "CREATE TABLE t(a, b, CHECK ((\"A\">0 /* x */)))"},
    {"CREATE TABLE t(a CONSTRAINT k CHECK (a IN ('x', 1.5e3)))",
     "CREATE TABLE t(a, CONSTRAINT k CHECK (a in ('x',1.5E3)))"},
    {"CREATE TABLE t(a REFERENCES p(x) ON DELETE NO ACTION)",
     "CREATE TABLE t(a, FOREIGN KEY(a) REFERENCES P(X) MATCH simple NOT DEFERRABLE INITIALLY DEFERRED)"},
    {"CREATE TABLE t(a REFERENCES p)", "CREATE TABLE t(a REFERENCES p DEFERRABLE INITIALLY IMMEDIATE)"},
    {"CREATE TABLE t(a NOT NULL, PRIMARY KEY(a)) WITHOUT ROWID", "CREATE TABLE t(a PRIMARY KEY) WITHOUT ROWID"},
    {"CREATE TABLE t(a INT PRIMARY KEY NOT NULL) STRICT", "CREATE TABLE t(a INT, PRIMARY KEY(a)) STRICT"},
    {"CREATE TABLE t(a DEFAULT (1), b DEFAULT NULL, c)", "CREATE TABLE t(a DEFAULT 1, b, c DEFAULT (NULL))"},
    {"CREATE TABLE t(a DEFAULT abc, b DEFAULT true)", "CREATE TABLE t(a DEFAULT 'abc', b DEFAULT (TRUE))"},
    {"CREATE TABLE t(a DEFAULT \"it's\", b DEFAULT x'AB')", "CREATE TABLE t(a DEFAULT 'it''s', b DEFAULT X'ab')"},
    {"CREATE TABLE t(a VARCHAR(10,2), b unsigned  big INT)", "CREATE TABLE t(a varchar ( 10, 2 ), b UNSIGNED BIG int)"},
    {"CREATE TABLE t(a COLLATE BINARY, b NOT NULL ON CONFLICT ABORT NULL)", "CREATE TABLE t(a, b NOT NULL)"},
    {"CREATE TABLE t(a, b INT GENERATED ALWAYS AS (a+1) VIRTUAL)", "CREATE TABLE t(a, b INT AS (A + 1))"},
    {"CREATE TABLE t(a CONSTRAINT n NOT NULL CONSTRAINT nobody)", "CREATE TABLE t(a NOT NULL)"},
    {"CREATE TABLE t(a INT PRIMARY KEY, b ANY) STRICT, WITHOUT ROWID",
     "CREATE TABLE t(a INT PRIMARY KEY, b any)without rowid,strict"},
    {"CREATE TABLE t(a, b); CREATE INDEX i ON t(a COLLATE binary, lower(\"b\")) WHERE (a > 0)",
     "CREATE TABLE t(a, b); CREATE INDEX [I] ON T(`a` ASC, lower( B )) WHERE a > /**/ 0"},
    {"CREATE TABLE t(a); CREATE VIEW v AS SELECT a FROM t",
     "CREATE TABLE t(a); CREATE VIEW \"v\" as select [A]\nfrom \"T\""},
};

const Pair kDifferent[] = {
    {"CREATE TABLE t(a INTEGER PRIMARY KEY)", "CREATE TABLE t(a INTEGER PRIMARY KEY DESC)"},
    {"CREATE TABLE t(a INTEGER PRIMARY KEY)", "CREATE TABLE t(a INT PRIMARY KEY)"},
    {"CREATE TABLE t(a INTEGER PRIMARY KEY)", "CREATE TABLE t(a \"INTEGER\" x PRIMARY KEY)"},
    {"CREATE TABLE t(a INTEGER PRIMARY KEY)", "CREATE TABLE t(a INTEGER PRIMARY KEY AUTOINCREMENT)"},
    {"CREATE TABLE t(a INTEGER PRIMARY KEY)", "CREATE TABLE t(a INTEGER PRIMARY KEY ON CONFLICT REPLACE)"},
    {"CREATE TABLE t(a INTEGER, PRIMARY KEY(a)) WITHOUT ROWID",
     "CREATE TABLE t(a INTEGER, PRIMARY KEY(a DESC)) WITHOUT ROWID"},
    {"CREATE TABLE t(a INTEGER PRIMARY KEY)", "CREATE TABLE t(a INTEGER PRIMARY KEY, UNIQUE(a))"},
    {"CREATE TABLE t(a TEXT PRIMARY KEY)", "CREATE TABLE t(a TEXT PRIMARY KEY) WITHOUT ROWID"},
    {"CREATE TABLE t(a TEXT NOT NULL PRIMARY KEY)", "CREATE TABLE t(a TEXT PRIMARY KEY)"},
    {"CREATE TABLE t(a, b, PRIMARY KEY(a, b))", "CREATE TABLE t(a, b, PRIMARY KEY(b, a))"},
    {"CREATE TABLE t(a, b, PRIMARY KEY(a, b))", "CREATE TABLE t(a, b, CONSTRAINT p PRIMARY KEY(a, b))"},
    {"CREATE TABLE t(a UNIQUE)", "CREATE TABLE t(a UNIQUE ON CONFLICT IGNORE)"},
    {"CREATE TABLE t(a UNIQUE)", "CREATE TABLE t(a, UNIQUE(a DESC))"},
    {"CREATE TABLE t(a UNIQUE)", "CREATE TABLE t(a, UNIQUE(a COLLATE nocase))"},
    {"CREATE TABLE t(a UNIQUE)", "CREATE TABLE t(a UNIQUE UNIQUE)"},
    {"CREATE TABLE t(a COLLATE nocase UNIQUE)", "CREATE TABLE t(a COLLATE nocase, UNIQUE(a COLLATE binary))"},
    {"CREATE TABLE t(a NOT NULL)", "CREATE TABLE t(a NOT NULL ON CONFLICT REPLACE)"},
    {"CREATE TABLE t(a CHECK (a > 0))", "CREATE TABLE t(a CONSTRAINT k CHECK (a > 0))"},
    {"CREATE TABLE t(a CHECK (a > \"B\"))", "CREATE TABLE t(a CHECK (a > \"b\"))"},
    {"CREATE TABLE t(a CHECK (a > 'B'))", "CREATE TABLE t(a CHECK (a > 'b'))"},
    {"CREATE TABLE t(a CHECK (a IS NOT NULL), [null])", "CREATE TABLE t(a CHECK (a IS NOT \"null\"), [null])"},
    {"CREATE TABLE t(a DEFAULT abc)", "CREATE TABLE t(a DEFAULT ABC)"},
    {"CREATE TABLE t(a DEFAULT true)", "CREATE TABLE t(a DEFAULT \"true\")"},
    {"CREATE TABLE t(a DEFAULT 1)", "CREATE TABLE t(a DEFAULT '1')"},
    {"CREATE TABLE t(a DEFAULT CURRENT_TIMESTAMP)", "CREATE TABLE t(a DEFAULT 'current_timestamp')"},
    {"CREATE TABLE t(a REFERENCES p)", "CREATE TABLE t(a REFERENCES p(id))"},
    {"CREATE TABLE t(a REFERENCES p)", "CREATE TABLE t(a REFERENCES p ON DELETE CASCADE)"},
    {"CREATE TABLE t(a REFERENCES p)", "CREATE TABLE t(a REFERENCES p ON UPDATE SET NULL)"},
    {"CREATE TABLE t(a REFERENCES p)", "CREATE TABLE t(a REFERENCES p MATCH FULL)"},
    {"CREATE TABLE t(a REFERENCES p)", "CREATE TABLE t(a REFERENCES p NOT NULL DEFERRABLE INITIALLY DEFERRED)"},
    {"CREATE TABLE t(a, b, FOREIGN KEY(a, b) REFERENCES p(x, y))",
     "CREATE TABLE t(a, b, FOREIGN KEY(b, a) REFERENCES p(x, y))"},
    {"CREATE TABLE t(a, b AS (a))", "CREATE TABLE t(a, b AS (a) STORED)"},
    {"CREATE TABLE t(a COLLATE nocase)", "CREATE TABLE t(a COLLATE rtrim)"},
    {"CREATE TABLE t(a VARCHAR(10))", "CREATE TABLE t(a VARCHAR(11))"},
    {"CREATE TABLE t(a TEXT)", "CREATE TABLE t(a TEXT /* INT */ x)"},
    {"CREATE TABLE t(a); CREATE INDEX i ON t(a)", "CREATE TABLE t(a); CREATE UNIQUE INDEX i ON t(a)"},
    {"CREATE TABLE t(a); CREATE INDEX i ON t(a)", "CREATE TABLE t(a); CREATE INDEX i ON t(a DESC)"},
    {"CREATE TABLE t(a); CREATE INDEX i ON t(a)", "CREATE TABLE t(a); CREATE INDEX i ON t(a COLLATE nocase)"},
    {"CREATE TABLE t(a); CREATE INDEX i ON t(a)", "CREATE TABLE t(a); CREATE INDEX i ON t(a) WHERE a"},
    {"CREATE TABLE t(a); CREATE INDEX i ON t(a+1)", "CREATE TABLE t(a); CREATE INDEX i ON t(a+2)"},
    {"CREATE TABLE t(a); CREATE VIEW v AS SELECT a FROM t", "CREATE TABLE t(a); CREATE VIEW v AS SELECT 'a' FROM t"},
};

std::vector<std::string> statements(const char* text) {
  std::vector<std::string> parts;
  std::string_view rest = text;
  for (std::size_t end = 0; end != std::string_view::npos;) {
    end = rest.find("; ");
    parts.emplace_back(rest.substr(0, end));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 2);
  }
  return parts;
}

TEST(Introspect, FindsEqualWhatSqliteTakesForTheSame) {
  for (const Pair& pair : kEqual) {
    EXPECT_EQ(schema_of(statements(pair.a)), schema_of(statements(pair.b))) << pair.a << "\n" << pair.b;
  }
}

TEST(Introspect, FindsDifferentWhatIsNotTheSame) {
  for (const Pair& pair : kDifferent) {
    EXPECT_FALSE(schema_of(statements(pair.a)) == schema_of(statements(pair.b))) << pair.a << "\n" << pair.b;
  }
}

// The rowid of a table is the engine's to say: where its key is a column of its own, the table has an index for it.
TEST(Introspect, KnowsTheRowidColumn) {
  for (const char* columns :
       {"a INTEGER PRIMARY KEY", "a integer primary key desc", "a INT PRIMARY KEY", "a 'INTEGER' PRIMARY KEY",
        "a 'INTEGER ' PRIMARY KEY", "a 'INTEGER' x PRIMARY KEY", "a INTEGER, PRIMARY KEY(a DESC)",
        "a INTEGER, b, PRIMARY KEY(a, b)", "a INTEGER /* x */ PRIMARY KEY", "a INTEGER(4) PRIMARY KEY",
        "a INTEGER GENERATED ALWAYS PRIMARY KEY"}) {
    const auto connection = make_scratch();
    connection->execute("CREATE TABLE t(" + std::string(columns) + ")");
    bool own_index = false;
    connection->query("SELECT 1 FROM pragma_index_list('t')", [&](Row) { own_index = true; });
    const Schema schema = introspect(*connection, {});
    EXPECT_EQ(rowid_column(schema.tables.at(0)) == nullptr, own_index) << columns;
  }
}

TEST(Introspect, KeepsWhatIsWritten) {
  const Schema schema =
      schema_of({"CREATE TABLE Users(\n  Id integer primary key, -- the key\n  Name VarChar( 20 ) DEFAULT ( 'x' )\n)",
                 "CREATE INDEX By_Name ON Users( Name desc )", "CREATE VIEW V AS SELECT Id FROM Users -- all"});
  ASSERT_EQ(schema.tables.size(), 1U);
  const Table& table = schema.tables[0];
  EXPECT_EQ(table.sql,
            "CREATE TABLE Users(\n  Id integer primary key, -- the key\n  Name VarChar( 20 ) DEFAULT ( 'x' )\n)");
  EXPECT_EQ(table.name.text, "Users");
  EXPECT_EQ(table.columns[1].type.written, "VarChar( 20 )");
  EXPECT_EQ(table.columns[1].default_value->written, "'x'");
  EXPECT_EQ(table.indexes[0].sql, "CREATE INDEX By_Name ON Users( Name desc )");
  EXPECT_EQ(schema.definitions[0].sql.written, "CREATE VIEW V AS SELECT Id FROM Users -- all");
}

TEST(Introspect, NamesWhatADefinitionMentions) {
  const Schema schema = schema_of({"CREATE TABLE a(x)", "CREATE TABLE b(x)", "CREATE TABLE c(x)",
                                   "CREATE VIEW v AS SELECT x FROM \"A\" JOIN 'b' USING (x) /* c */",
                                   "CREATE TRIGGER t INSTEAD OF INSERT ON v BEGIN DELETE FROM c; END"});
  ASSERT_EQ(schema.definitions.size(), 2U);
  const Definition& trigger = schema.definitions[0];
  EXPECT_EQ(trigger.kind, "trigger");
  EXPECT_EQ(trigger.on.text, "v");
  EXPECT_EQ(trigger.mentions, (std::vector<Identifier>{identifier("c"), identifier("v")}));
  EXPECT_EQ(schema.definitions[1].kind, "view");
  EXPECT_EQ(schema.definitions[1].mentions, (std::vector<Identifier>{identifier("a"), identifier("b")}));
}

TEST(Introspect, TakesShadowTablesForPartOfTheirVirtualTable) {
  const Schema schema = schema_of({"CREATE TABLE t(a UNIQUE)", "CREATE VIRTUAL TABLE f USING fts5(a, content='t')",
                                   "CREATE VIRTUAL TABLE r USING rtree(id, x, y)", "CREATE INDEX i ON t(a)",
                                   "INSERT INTO t VALUES (1)", "ANALYZE"});
  EXPECT_EQ(schema.tables.size(), 1U);
  ASSERT_EQ(schema.definitions.size(), 2U);
  EXPECT_EQ(schema.definitions[0].kind, "virtual table");
  EXPECT_TRUE(schema.definitions[0].has_rows);
  EXPECT_EQ(schema.definitions[0].mentions, (std::vector<Identifier>{identifier("t")}));
  ASSERT_FALSE(schema.unmanaged.empty());
  EXPECT_EQ(schema.unmanaged[0], (Unmanaged{"statistics table", "sqlite_stat1"}));
}

TEST(Introspect, LeavesOutWhatItIsToldTo) {
  const auto connection = make_scratch();
  for (const char* sql : {"CREATE TABLE keep(a INTEGER PRIMARY KEY AUTOINCREMENT)", "CREATE TABLE Gone(a)",
                          "CREATE INDEX i ON Gone(a)", "CREATE TRIGGER t AFTER INSERT ON Gone BEGIN SELECT 1; END"}) {
    connection->execute(sql);
  }
  const std::string without[] = {"gone"};
  const Schema schema = introspect(*connection, without);
  ASSERT_EQ(schema.tables.size(), 1U);
  EXPECT_EQ(schema.tables[0].name.text, "keep");
  EXPECT_TRUE(schema.definitions.empty());
  EXPECT_TRUE(schema.unmanaged.empty());
}

}  // namespace
}  // namespace aludel::sqlite
