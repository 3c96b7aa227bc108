#include "report/sqlalchemy_postgresql.h"

#include <map>
#include <set>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include "diff/diff.h"
#include "report/sqlalchemy_module.h"

namespace aludel {
namespace {

struct EnumModel {
  const Definition* definition = nullptr;
  std::vector<std::string> values;
  std::string variable;
};

// An enum is made with the tables, like whatever they need, in the order in which it stands in the module.
std::string enum_text(const EnumModel& one) {
  const ModelName name = model_name(one.definition->name);
  PythonCall call("sa.Enum");
  for (const std::string& value : one.values) call.add(python_literal(value));
  call.set("name", python_literal(name.name));
  if (!name.schema.empty()) call.set("schema", python_literal(name.schema));
  call.set("metadata", "Base.metadata");
  return "\n" + call.line(0, one.variable + " = ", "");
}

}  // namespace

std::string postgresql_models(const Schema& schema, const SchemaDialect& dialect) {
  const auto [said, before] = said_by_models(schema);
  PythonNames names({"Base", "Clause", "Declared", "compile_clause", "compiles", "declarative_base", "pg", "sa"});
  TypeVariables types;
  std::map<std::string, EnumModel> enums;  // by their statements
  for (const Definition& one : said.definitions) {
    if (one.kind != "enum") continue;
    auto parts = dialect.renamable(one, said);
    const std::string variable = names.class_name(model_name(one.name).name);
    types[parts->spelling] = variable;
    enums[one.sql.written] = {&one, std::move(parts->values), variable};
  }
  std::string head;
  for (const ScriptStatement& statement : dialect.canonical(before).statements) {
    const auto found = enums.find(statement.sql);
    head += found == enums.end() ? event_text("before_create", statement.sql, dialect) : enum_text(found->second);
  }
  std::string tables;
  std::set<ModelHelper> helpers;
  for (const Table& table : said.tables) {
    TableModel model = postgresql_table_model(table, said, dialect, types, names);
    tables += "\n\n" + model.text;
    helpers.merge(model.helpers);
  }
  std::string tail;
  for (const ScriptStatement& statement : dialect.render(said, schema, diff(said, schema), {}).script.statements)
    tail += event_text("after_create", statement.sql, dialect);
  const bool dialects = head.find("pg.") != std::string::npos || tables.find("pg.") != std::string::npos;
  return module_text(helpers, dialects ? "from sqlalchemy.dialects import postgresql as pg\n" : "") +
         (head.empty() || helpers.empty() ? "" : "\n") + head + tables + (tail.empty() ? "" : "\n" + tail);
}

}  // namespace aludel
