// What holds for generated migrations on PostgreSQL: up, down and up again, with rows.
#include <algorithm>
#include <set>

#include <fmt/core.h>

#include "core/error.h"
#include "dialect/registry.h"
#include "diff/diff.h"
#include "generate/content.h"
#include "generate/draft.h"
#include "generate/rows.h"
#include "generate/stage.h"
#include "postgresql_drawing.h"
#include "property.h"

namespace aludel::property {
namespace {

constexpr std::size_t kRows = 5;

const SchemaDialect& postgresql() {
  static const std::unique_ptr<SchemaDialect> dialect =
      require_schemas(dialect_named("postgresql")).with_scratch(ScratchSettings{});
  return *dialect;
}

// A value of a type, for rows that have none.
std::string value_of(const std::string& type) {
  struct Value {
    std::string_view type, sql;
  };
  constexpr Value kValues[] = {{"text", "'x'"},           {"character", "'x'"},
                               {"boolean", "true"},       {"date", "'2001-01-01'"},
                               {"timestamp", "now()"},    {"jsonb", "'{}'"},
                               {"bytea", "''"},           {"inet", "'10.0.0.1'"},
                               {"interval", "'1 h'"},     {"uuid", "'00000000-0000-4000-8000-000000000000'"},
                               {"public.\"domain", "'7'"}};
  if (type.ends_with("[]")) return "'{}'";
  if (type.starts_with("public.\"enum")) return fmt::format("(enum_range(NULL::{}))[1]", type);
  for (const Value& one : kValues) {
    if (type.starts_with(one.type)) return std::string(one.sql);
  }
  return "7";
}

bool is_about_rows(std::string_view message) {
  constexpr std::string_view kWords[] = {"violates",
                                         "would not be the same",
                                         "could not create unique index",
                                         "null values",
                                         "out of range",
                                         "invalid input",
                                         "value too long",
                                         "overflow",
                                         "malformed",
                                         "violated by some row",
                                         "no partition of relation"};
  return std::any_of(std::begin(kWords), std::end(kWords),
                     [&](std::string_view word) { return message.find(word) != std::string_view::npos; });
}

struct Wanted {
  std::vector<std::string> sql;
  std::unique_ptr<Connection> scratch;
  Schema schema;
};

std::unique_ptr<Connection> made_of(const std::vector<std::string>& sql) {
  std::unique_ptr<Connection> scratch = postgresql().scratch(ScratchSql::kOwn);
  for (const std::string& statement : sql) {
    try {
      scratch->execute(statement);
    } catch (const Error& error) {
      throw Failure{fmt::format("{}\n{}\nin\n{}", error.what(), statement, text_of(sql))};
    }
  }
  return scratch;
}

Wanted wanted(const PgDrawing& drawing) {
  Wanted made{spell(drawing), nullptr, {}};
  made.scratch = made_of(made.sql);
  made.schema = postgresql().introspect(*made.scratch, {});
  return made;
}

// A database that goes from schema to schema.
class Traveller {
 public:
  explicit Traveller(Wanted& start)
      : stage_(postgresql(), std::move(start.scratch)), schema_(start.schema), sql_(start.sql) {}

  void fill(const Schema& later) {
    std::set<Identifier> tables;
    for (const Table& table : schema_.tables) tables.insert(table.name);
    RowMaker rows(postgresql(), {});
    rows.suit({kept_tables(schema_, later, {}), &later, nullptr, {}});
    rows.fill(stage_.connection(), schema_, tables, kRows);
  }

  void go(const Wanted& to) {
    std::set<std::string> filled = plan(to);
    const KeptRows kept(postgresql(), schema_, to.schema, filled);
    const Content before = kept.read_from(stage_.connection());
    if (!run(to)) {
      start_again(to);
      if (!run(to)) fail("refused without rows: " + refusal_, to);
    } else {
      const auto lines = kept.differences(before, kept.read_to(stage_.connection()));
      if (!lines.empty()) fail(lines.front(), to);
    }
    Schema now = postgresql().introspect(stage_.connection(), {});
    for (const Change& change : diff(now, to.schema)) fail(describe(change), to);
    schema_ = std::move(now);
    sql_ = to.sql;
  }

 private:
  // The migration's text, and the columns for which it got an answer.
  std::set<std::string> plan(const Wanted& to) {
    const Changes changes = diff(schema_, to.schema);
    DdlOptions options;
    Ddl ddl = postgresql().render(schema_, to.schema, changes, options);
    std::set<std::string> filled;
    for (const Question& question : ddl.questions) {
      const std::string name = question.table + "." + question.column;
      const Table& table = *to.schema.find_table(postgresql().identifier(question.table));
      const Column* column = table.find_column(postgresql().identifier(question.column));
      options.fill[name] = column == nullptr ? "7" : value_of(column->type.written);
      filled.insert(postgresql().identifier(name).key);
    }
    if (!ddl.questions.empty()) ddl = postgresql().render(schema_, to.schema, changes, options);
    if (!ddl.questions.empty()) fail("asked again: " + ddl.questions.front().text, to);
    text_ = ddl.script.empty() ? "" : aludel::text_of(ddl.script);
    return filled;
  }

  // Rows stood in the way. A transaction leaves nothing; of what runs alone a database of its own begins anew.
  void start_again(const Wanted& to) {
    if (!transaction_) {
      stage_ = Stage(postgresql(), made_of(sql_));
      return;
    }
    for (const Change& change : diff(schema_, postgresql().introspect(stage_.connection(), {})))
      fail("half done: " + describe(change), to);
    for (const Table& table : schema_.tables)
      stage_.connection().execute("TRUNCATE " + postgresql().table_sql(table.name) + " CASCADE");
  }

  // As a revision runs. False: rows stood in the way.
  bool run(const Wanted& to) {
    if (text_.empty()) return true;
    const Draft draft("migration.sql", "-- revision: a\n-- migrate:up\n" + text_);
    const PlannedStep step = draft.step(Direction::kUp, postgresql());
    transaction_ = step.transaction();
    try {
      stage_.run(step);
      return true;
    } catch (const Error& error) {
      refusal_ = error.what();
      if (!is_about_rows(refusal_)) fail(refusal_, to);
      return false;
    }
  }

  [[noreturn]] void fail(const std::string& what, const Wanted& to) const {
    throw Failure{fmt::format("{}\n--- from\n{}--- to\n{}--- by\n{}", what, text_of(sql_), text_of(to.sql), text_)};
  }

  Stage stage_;
  Schema schema_;
  std::vector<std::string> sql_;
  std::string text_, refusal_;
  bool transaction_ = true;
};

void check_postgresql(Random& random) {
  PgDrawing drawing = draw_postgresql(random);
  Wanted from = wanted(drawing);
  const Wanted to = wanted(redraw(std::move(drawing), random));
  Traveller traveller(from);
  traveller.fill(to.schema);
  traveller.go(to);
  traveller.fill(from.schema);
  traveller.go(from);
  traveller.go(to);
}

}  // namespace

extern const Property kPostgresql = {"postgresql", "a migration of PostgreSQL goes up, down and up, and keeps the rows",
                                     check_postgresql, Needs::kServer};

}  // namespace aludel::property
