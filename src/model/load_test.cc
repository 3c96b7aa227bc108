#include <gtest/gtest.h>

#include "core/error.h"
#include "dialect/registry.h"
#include "model/model.h"

namespace aludel {
namespace {

// The names of what a model makes, in the order in which it was made.
std::string made_by(const std::vector<std::string>& texts) {
  const SchemaDialect& dialect = require_schemas(dialect_named("sqlite"));
  Model model;
  for (const std::string& text : texts) model.texts.push_back({std::to_string(model.texts.size()) + ".sql", text});
  const auto scratch = dialect.scratch(ScratchSql::kRevisions);
  load_model(model, dialect, *scratch);
  std::string names;
  scratch->query("SELECT name FROM sqlite_schema ORDER BY rowid",
                 [&](Row row) { names += (names.empty() ? "" : " ") + std::string(*row[0]); });
  return names;
}

Error failure_of(const std::vector<std::string>& texts) {
  try {
    const std::string made = made_by(texts);
    ADD_FAILURE() << "no error; made: " << made;
  } catch (const Error& failure) {
    return failure;
  }
  return {Code::kInternal, ""};
}

TEST(LoadModel, RunsStatementsInTheOrderThatWorks) {
  EXPECT_EQ(made_by({"CREATE INDEX i ON t(a); CREATE TRIGGER g AFTER INSERT ON v BEGIN SELECT 1; END;"
                     "CREATE TRIGGER h INSTEAD OF INSERT ON w BEGIN SELECT 1; END",
                     "CREATE VIEW w AS SELECT * FROM v; CREATE TABLE t(b);", "CREATE TABLE v(x);",
                     "ALTER TABLE t ADD COLUMN a; -- the index needs it"})
                .substr(0, 2),
            "w ");
}

TEST(LoadModel, KeepsAnOrderThatWorksAsItIs) {
  EXPECT_EQ(made_by({"CREATE TABLE b(x REFERENCES a); CREATE VIEW v AS SELECT 1; CREATE TABLE a(x);"}), "b v a");
}

TEST(LoadModel, TakesADump) {
  EXPECT_EQ(made_by({"PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE a(x);\nINSERT INTO a VALUES(1);\n"
                     "COMMIT;\n"}),
            "a");
}

TEST(LoadModel, NamesTheFirstThatNeverWorksAndWhatWaitsWithIt) {
  const Error failure = failure_of({"CREATE TABLE a(x);\nCREATE INDEX i ON missing(x);", "CREATE INDEX j ON gone(y);"});
  EXPECT_EQ(failure.code(), Code::kStatement);
  EXPECT_STREQ(failure.what(), "no such table: main.missing");
  ASSERT_EQ(failure.diagnostic().places.size(), 1U);
  EXPECT_EQ(failure.diagnostic().places[0].file, "0.sql");
  EXPECT_EQ(failure.diagnostic().places[0].line, 2U);
  ASSERT_EQ(failure.diagnostic().notes.size(), 1U);
  EXPECT_EQ(failure.diagnostic().notes[0], "1.sql:1:1 waits too: no such table: main.gone");
}

TEST(LoadModel, TellsOfAMistakeAtOnce) {
  const Error failure = failure_of({"CREATE INDEX i ON t(x);", "CREATE TABLE t(x;"});
  EXPECT_STREQ(failure.what(), "near \";\": syntax error");
}

TEST(LoadModel, LeavesOtherDatabasesAlone) {
  EXPECT_EQ(failure_of({"ATTACH 'x.db' AS x;"}).code(), Code::kForbiddenStatement);
  EXPECT_EQ(failure_of({"CREATE TABLE t(x); ROLLBACK;"}).code(), Code::kTransactionControl);
}

TEST(ModelChecksum, KnowsWhereATextEnds) {
  const auto sum = [](const std::vector<ModelText>& texts) { return checksum({"m", texts}); };
  EXPECT_NE(sum({{"a", "x"}, {"b", "y"}}), sum({{"a", "xy"}, {"b", ""}}));
  EXPECT_EQ(sum({{"a", "x\r\n"}}), sum({{"b", "x\n"}}));
}

}  // namespace
}  // namespace aludel
