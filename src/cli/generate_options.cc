#include "cli/generate_options.h"

#include <algorithm>
#include <utility>

#include "cli/compare_states.h"
#include "core/error.h"
#include "core/typed_name.h"
#include "core/utf8.h"
#include "diff/lineage.h"

namespace aludel {
namespace {

constexpr std::size_t kMostShown = 10;

// `users.age`, or `search` for a table as a whole, and what comes after it.
std::pair<std::string, std::string> read_column(const std::string& option, const std::string& text) {
  TypedNames names(text);
  std::optional<std::string> name = names.name();
  if (name && names.take('.')) {
    const auto column = names.name();
    name = column ? std::optional(*name + "." + *column) : std::nullopt;
  }
  if (!name) {
    throw error(Code::kUsage, "`{} {}` names no column", option, text)
        .help("write TABLE.COLUMN; a name with `.`, `=` or `\"` in it stands in double quotes");
  }
  return {*name, std::string(names.rest())};
}

DdlOptions ddl_options(const Arguments& arguments, const Config& config) {
  DdlOptions options;
  options.rebuild = config.rebuild;
  for (const std::string& text : arguments.all("--fill")) {
    const auto [column, rest] = read_column("--fill", text);
    if (!rest.starts_with('='))
      throw error(Code::kUsage, "`--fill {}` has no `=` and no SQL expression", text)
          .help("for example `--fill users.age=0`");
    options.fill[column] = rest.substr(1);
  }
  for (const std::string& text : arguments.all("--lossy")) {
    const auto [column, rest] = read_column("--lossy", text);
    if (!rest.empty()) throw error(Code::kUsage, "`--lossy {}` names no column", text).help("write TABLE.COLUMN");
    options.lossy.push_back(column);
  }
  return options;
}

bool answer(Console& console, const Question& question, DdlOptions& options) {
  const std::string column = question.column.empty() ? question.table : question.table + "." + question.column;
  if (question.kind == Question::Kind::kLossy) {
    if (!console.confirm(printable(question.text))) return false;
    options.lossy.push_back(column);
    return true;
  }
  const std::string expression = console.ask(printable(question.text) + " (an SQL expression)");
  if (expression.empty()) return false;
  options.fill[column] = expression;
  return true;
}

// `users.age`, of both schemas.
std::vector<std::string> columns_of(const Schema& from, const Schema& to) {
  std::vector<std::string> names;
  for (const Schema* schema : {&from, &to}) {
    for (const Table& table : schema->tables) {
      for (const Column& column : whole_of(table).columns) names.push_back(table.name.text + "." + column.name.text);
    }
  }
  return names;
}

bool is_among(const SchemaDialect& dialect, const std::string& name, const std::vector<std::string>& names) {
  const Identifier wanted = dialect.identifier(name);
  return std::any_of(names.begin(), names.end(),
                     [&](const std::string& one) { return dialect.identifier(one) == wanted; });
}

// `age` is meant to be the column of some table.
std::string nearest_whole(const std::string& name, const std::vector<std::string>& columns) {
  if (name.find('.') != std::string::npos) return name;
  const auto found =
      std::find_if(columns.begin(), columns.end(), [&](const std::string& one) { return one.ends_with("." + name); });
  return found == columns.end() ? name : *found;
}

}  // namespace

RowHints row_hints(const Config& config) {
  RowHints hints;
  for (const auto& [column, expression] : config.rows) hints[column] = expression.raw;
  return hints;
}

void check_answers(const DdlOptions& ddl, const SchemaDialect& dialect, const Schema& from, const Schema& to) {
  const std::vector<std::string> columns = columns_of(from, to);
  std::vector<std::string> tables;  // virtual ones, whose rows may be lost as a whole
  for (const Schema* schema : {&from, &to}) {
    for (const Definition& definition : schema->definitions) {
      if (definition.has_rows) tables.push_back(definition.name.text);
    }
  }
  const auto require = [&](std::string_view option, const std::string& name) {
    if (is_among(dialect, name, columns) || is_among(dialect, name, tables)) return;
    throw error(Code::kUsage, "`{} {}` names no column of either side", option, name)
        .did_you_mean(nearest_whole(name, columns), columns);
  };
  for (const auto& [column, value] : ddl.fill) require("--fill", column);
  for (const std::string& column : ddl.lossy) require("--lossy", column);
}

void check_row_hints(const Config& config, const SchemaDialect& dialect, const Schema& from, const Schema& to) {
  const std::vector<std::string> columns = columns_of(from, to);
  for (const auto& [column, expression] : config.rows) {
    if (is_among(dialect, column, columns)) continue;
    Error failure = error(Code::kConfig, "`rows` has an expression for `{}`, and there is no such column", column);
    if (expression.place) failure = std::move(failure).at(*expression.place);
    throw std::move(failure)
        .did_you_mean(column, columns)
        .help("write TABLE.COLUMN as it is called in the schema, or take it out");
  }
}

GenerateOptions generate_options(const Arguments& arguments, Environment& environment) {
  GenerateOptions options;
  options.comparison = comparison_options(arguments, environment);
  options.ddl = ddl_options(arguments, environment.config());
  options.hints = row_hints(environment.config());
  options.write_unproven = arguments.has("--unproven");
  Console& console = environment.console();
  if (console.interactive()) {
    options.answer = [&console](const Question& question, DdlOptions& ddl) { return answer(console, question, ddl); };
  }
  return options;
}

std::string proof_of(const Migration& migration) {
  return migration.proof ? migration.proof->text() : "none: " + printable(migration.unproven);
}

std::string proof_text(const Migration& migration, const Console& console) {
  if (!migration.proof) {
    return fmt::format("{}: {}\n", console.paint(Paint::kYellow, "not proven"), printable(migration.unproven));
  }
  std::string text =
      fmt::format("{}: {}\n", console.paint(Paint::kGreen, "proven"), printable(migration.proof->text()));
  std::size_t shown = 0;
  for (const auto& [table, reason] : migration.proof->empty) {
    if (shown++ == kMostShown && !console.verbose()) {
      text += fmt::format("  ... and {} more; -v names all\n", migration.proof->empty.size() - kMostShown);
      break;
    }
    text += fmt::format("  no rows in `{}`: {}\n", printable(table), printable(reason));
  }
  return text;
}

Json proof_json(const Migration& migration) {
  if (!migration.proof) return Json().set("proven", false).set("reason", migration.unproven);
  Json empty{Json::Array{}};
  for (const auto& [table, reason] : migration.proof->empty)
    empty.push(Json().set("table", table).set("reason", reason));
  return Json()
      .set("proven", true)
      .set("tables", migration.proof->tables)
      .set("rows", migration.proof->rows)
      .set("empty", std::move(empty));
}

}  // namespace aludel
