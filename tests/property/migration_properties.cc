// What holds for the SQL between two schemas: it makes the one of the other, and keeps the rows.
#include <algorithm>
#include <map>
#include <span>

#include <fmt/core.h>

#include "core/error.h"
#include "core/source.h"
#include "dialect/sqlite/read_table.h"
#include "diff/diff.h"
#include "drawing.h"
#include "property.h"

namespace aludel::property {
namespace {

constexpr const char* kValues[] = {"1",   "2",    "-7",    "2.5",   "3.0",  "'x'",     "'A'",
                                   "'a'", "'12'", "'007'", "'1e3'", "NULL", "x'01FF'", "9007199254740993"};

struct Refusal {
  std::string message;
};

void execute(Connection& connection, std::string_view sql) { connection.execute(sql); }

std::string quoted(const std::string& name) { return sqlite().quote_identifier(name); }

// A table's rows, by the names of the columns; rows are told by their rowids where they have them.
using Rows = std::vector<std::map<std::string, std::string>>;

Rows rows_of(Connection& connection, const Table& table) {
  std::vector<std::string> names;
  std::string columns;
  if (!table.options.contains("without rowid")) {
    for (const char* word : {"rowid", "_rowid_", "oid"}) {
      if (table.find_column(sqlite().identifier(word)) != nullptr) continue;
      names.emplace_back("");
      columns = word;
      break;
    }
  }
  for (const Column& column : table.columns) {
    names.push_back(column.name.key);
    columns += fmt::format("{}quote({})", columns.empty() ? "" : ", ", quoted(column.name.text));
  }
  Rows rows;
  connection.query(fmt::format("SELECT {} FROM {}", columns, quoted(table.name.text)), [&](Row row) {
    std::map<std::string, std::string>& one = rows.emplace_back();
    for (std::size_t i = 0; i < names.size(); ++i) one[names[i]] = row[i].value_or("");
  });
  std::sort(rows.begin(), rows.end());
  return rows;
}

// Columns that hold the same values on both sides: not made of others, and stored in one way.
std::vector<std::string> kept_columns(const Table& from, const Table& to) {
  std::vector<std::string> names;
  const auto strict = [](const Table& table) { return table.options.contains("strict"); };
  for (const Column& column : from.columns) {
    const Column* after = to.find_column(column.name);
    if (after == nullptr || column.generated || after->generated) continue;
    if (column.type != after->type || strict(from) != strict(to)) continue;
    if (column.not_null || !after->not_null) names.push_back(column.name.key);
  }
  const bool rowids = !from.options.contains("without rowid") && !to.options.contains("without rowid");
  const Column* old_rowid = sqlite::rowid_column(from);
  const Column* new_rowid = sqlite::rowid_column(to);
  if (rowids && (new_rowid == nullptr || (old_rowid != nullptr && old_rowid->name == new_rowid->name))) {
    names.emplace_back("");
  }
  return names;
}

Rows only(const Rows& rows, const std::vector<std::string>& columns) {
  Rows result;
  for (const auto& row : rows) {
    std::map<std::string, std::string>& one = result.emplace_back();
    for (const std::string& column : columns) {
      if (const auto value = row.find(column); value != row.end()) one[column] = value->second;
    }
  }
  std::sort(result.begin(), result.end());
  return result;
}

void insert_rows(Connection& connection, const Schema& schema, Random& random) {
  for (const Table& table : schema.tables) {
    for (std::size_t left = 1 + random.below(5); left > 0; --left) {
      std::string columns;
      std::string values;
      for (const Column& column : table.columns) {
        if (column.generated || random.chance(10)) continue;
        columns += (columns.empty() ? "" : ", ") + quoted(column.name.text);
        values += (values.empty() ? "" : ", ") + std::string(random.pick(kValues));
      }
      try {
        execute(connection, columns.empty() ? fmt::format("INSERT INTO {} DEFAULT VALUES", quoted(table.name.text))
                                            : fmt::format("INSERT INTO {} ({}) VALUES ({})", quoted(table.name.text),
                                                          columns, values));
      } catch (const Error&) {
        continue;  // not a row of this table
      }
    }
  }
}

// Answers what a person would be asked.
Ddl answered(const Schema& from, const Schema& to, DdlOptions options) {
  const Changes changes = diff(from, to);
  Ddl ddl = sqlite().render(from, to, changes, options);
  if (ddl.questions.empty()) return ddl;
  for (const Question& question : ddl.questions) {
    const Table& table = *to.find_table(sqlite().identifier(question.table));
    const Column& column = *table.find_column(sqlite().identifier(question.column));
    options.fill[question.table + "." + question.column] = column.type.normal == "blob" ? "x'07'" : "7";
  }
  ddl = sqlite().render(from, to, changes, options);
  if (!ddl.questions.empty()) throw Failure{"asked again: " + ddl.questions.front().text};
  return ddl;
}

// As a revision runs: whole or not at all.
void run(Connection& connection, const Script& script) {
  const std::string text = aludel::text_of(script);
  const Source source{"migration", text};
  const auto reader = sqlite().split(source, {0, text.size()});
  connection.begin();
  try {
    while (const auto statement = reader->next()) connection.execute(source.slice(*statement));
  } catch (const Error& error) {
    connection.rollback();
    throw Refusal{error.what()};
  }
  connection.commit();
}

bool is_about_rows(const std::string& message) {
  for (const char* words : {"constraint failed", "cannot store", "datatype mismatch", "FOREIGN KEY", "foreign key"}) {
    if (message.find(words) != std::string::npos) return true;
  }
  return false;
}

struct Wanted {
  std::vector<std::string> sql;
  Schema schema;
};

Wanted wanted(std::vector<std::string> sql) {
  Schema schema = sqlite().introspect(*load(sql), {});
  return {std::move(sql), std::move(schema)};
}

// A database that goes from schema to schema.
class Traveller {
 public:
  Traveller(const Wanted& start, const DdlOptions& options)
      : connection_(load(start.sql)), schema_(start.schema), options_(options) {}

  void fill(Random& random) { insert_rows(*connection_, schema_, random); }
  void empty() {
    for (const Table& table : schema_.tables) execute(*connection_, "DELETE FROM " + quoted(table.name.text));
  }
  // False: rows stood in the way.
  bool go(const Wanted& to) {
    std::map<std::string, Rows> before;
    for (const Table& table : schema_.tables) before[table.name.key] = rows_of(*connection_, table);
    const Ddl ddl = answered(schema_, to.schema, options_);
    text_ = aludel::text_of(ddl.script);
    try {
      run(*connection_, ddl.script);
    } catch (const Refusal& refusal) {
      refusal_ = refusal.message;
      if (!is_about_rows(refusal.message)) fail(refusal.message, to);
      if (sqlite().introspect(*connection_, {}) != schema_) fail("a refused migration left something", to);
      return false;
    }
    Schema now = sqlite().introspect(*connection_, {});
    for (const Change& change : diff(now, to.schema)) fail(describe(change), to);
    for (const Table& table : now.tables) {
      const std::string fault = fault_of(table);
      if (!fault.empty()) fail(fault, to);
    }
    for (const Table& table : schema_.tables) {
      const Table* after = now.find_table(table.name);
      if (after == nullptr) continue;
      const std::vector<std::string> columns = kept_columns(table, *after);
      if (only(before[table.name.key], columns) != only(rows_of(*connection_, *after), columns)) {
        fail("rows of " + table.name.text + " changed", to);
      }
    }
    schema_ = std::move(now);
    return true;
  }
  void go_without_rows(const Wanted& to) {
    if (!go(to)) throw Failure{"refused without rows: " + refusal_ + "\n" + text_of(to.sql) + "\n" + text_};
  }

 private:
  // SQLite 3.40 takes one column for another where it checks tables WITHOUT ROWID, and lets a generated column of a
  // STRICT table have any type.
  std::string fault_of(const Table& table) {
    std::string fault;
    const bool generated = std::any_of(table.columns.begin(), table.columns.end(),
                                       [](const Column& column) { return column.generated.has_value(); });
    if (table.options.contains("without rowid") || (generated && table.options.contains("strict"))) return fault;
    if (table.name.text.find_first_of("0123456789") == 0) return fault;  // taken for a number of faults
    connection_->query("SELECT * FROM pragma_integrity_check(?) WHERE integrity_check <> 'ok'", {table.name.text},
                       [&](Row row) { fault += row[0].value_or(""); });
    return fault;
  }

  [[noreturn]] void fail(const std::string& what, const Wanted& to) const {
    std::string texts;
    for (const Table& table : schema_.tables) {
      texts += table.sql + ";\n";
      for (const Index& index : table.indexes) texts += index.sql + ";\n";
    }
    for (const Definition& definition : schema_.definitions) texts += definition.sql.written + ";\n";
    throw Failure{fmt::format("{}\n--- from\n{}--- to\n{}--- by\n{}", what, texts, text_of(to.sql), text_)};
  }

  std::unique_ptr<Connection> connection_;
  Schema schema_;  // as introspected
  DdlOptions options_;
  std::string text_, refusal_;
};

// Several schemas one after the other and back again, with rows that come in between: rows shorter than their table
// occur.
void check_migration(Random& random) {
  std::vector<Wanted> schemas;
  Drawing drawing = draw(random);
  schemas.push_back(wanted(spell(drawing, random)));
  for (std::size_t left = 1 + random.below(3); left > 0; --left) {
    drawing = redraw(drawing, random);
    schemas.push_back(wanted(spell(drawing, random)));
  }
  std::vector<const Wanted*> way;
  for (const Wanted& schema : schemas) way.push_back(&schema);
  for (auto back = schemas.rbegin() + 1; back != schemas.rend(); ++back) way.push_back(&*back);
  DdlOptions options;
  options.rebuild = random.chance(30) ? Rebuild::kCopy : Rebuild::kAuto;

  Traveller filled(schemas.front(), options);
  Traveller empty(schemas.front(), options);
  for (const Wanted* next : std::span(way).subspan(1)) {
    filled.fill(random);
    if (!filled.go(*next)) {
      filled.empty();
      filled.go_without_rows(*next);
    }
    empty.go_without_rows(*next);
  }
}

}  // namespace

extern const Property kMigration = {"migration", "a migration makes one schema of another and keeps the rows",
                                    check_migration};

}  // namespace aludel::property
