#include "report/sqlalchemy.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/core.h>

#include "report/python_text.h"
#include "report/sqlalchemy_module.h"
#include "report/sqlalchemy_postgresql.h"
#include "report/sqlalchemy_table.h"

namespace aludel {
namespace {

// Classes of the models' module, written where they are needed.
constexpr std::string_view kDeclared = R"python(

class Declared(sa.types.UserDefinedType):
    """The type of a column in the database's own words, where SQLAlchemy has no class for it."""

    cache_ok = True

    def __init__(self, sql):
        self.sql = sql

    def get_col_spec(self, **options):
        return self.sql
)python";
constexpr std::string_view kClause = R"python(

class Clause(sa.Constraint):
    """A constraint in the database's own words, where SQLAlchemy has none for it."""

    def __init__(self, sql):
        super().__init__()
        self.sql = sql


@compiles(Clause)
def compile_clause(clause, compiler, **options):
    return clause.sql
)python";
constexpr std::string_view kReference = R"python(

class Reference(sa.ForeignKeyConstraint):
    """A foreign key to the primary key of a table, without its columns: REFERENCES users."""


@compiles(Reference)
def compile_reference(reference, compiler, **options):
    quote = compiler.preparer.quote
    table = compiler.preparer.format_table(reference.referred_table)
    columns = ", ".join(quote(element.column.name) for element in reference.elements)
    sql = compiler.visit_foreign_key_constraint(reference, **options)
    return sql.replace(" REFERENCES %s (%s)" % (table, columns), " REFERENCES %s" % table)
)python";
constexpr std::string_view kTableOptions = R"python(

@compiles(CreateTable)
def compile_create_table(create, compiler, **options):
    """Adds what stands after a table's columns and SQLAlchemy 1.4 has no option for."""
    return compiler.visit_create_table(create, **options).rstrip() + create.element.info.get("options", "")
)python";

constexpr std::pair<ModelHelper, std::string_view> kHelpers[] = {{ModelHelper::kDeclared, kDeclared},
                                                                 {ModelHelper::kClause, kClause},
                                                                 {ModelHelper::kReference, kReference},
                                                                 {ModelHelper::kTableOptions, kTableOptions}};

std::string imports(const std::set<ModelHelper>& helpers, std::string_view more) {
  const bool creates = helpers.contains(ModelHelper::kTableOptions);
  const bool compiles = creates || helpers.contains(ModelHelper::kClause) || helpers.contains(ModelHelper::kReference);
  return fmt::format("import sqlalchemy as sa\n{}{}from sqlalchemy.orm import declarative_base\n{}", more,
                     compiles ? "from sqlalchemy.ext.compiler import compiles\n" : "",
                     creates ? "from sqlalchemy.schema import CreateTable\n" : "");
}

// SQLAlchemy wants a name for everything.
bool has_names(const Table& table) {
  return !table.name.empty() && std::none_of(table.columns.begin(), table.columns.end(),
                                             [](const Column& column) { return column.name.empty(); });
}

// What is no model: views, triggers and others, after the tables and in an order that works.
std::string events(const Schema& schema, const SchemaDialect& dialect) {
  std::string text;
  for (const ScriptStatement& statement : dialect.canonical(schema).statements)
    text += event_text("after_create", statement.sql, dialect);
  return text.empty() ? text : "\n" + text;
}

}  // namespace

std::string event_text(std::string_view when, std::string_view statement, const SchemaDialect& dialect) {
  std::string sql;
  for (const char c : statement) sql.append(c == '%' ? 2 : 1, c);  // DDL() would fill in `%(table)s`
  const bool one_line = sql.find('\n') == std::string::npos;
  return fmt::format("\nsa.event.listen(Base.metadata, \"{}\", sa.DDL({}).execute_if(dialect={}))\n", when,
                     one_line ? python_literal(sql) : python_block(sql), python_literal(dialect.name()));
}

std::string module_text(const std::set<ModelHelper>& helpers, std::string_view imported) {
  std::string text = "# Models as `aludel inspect --format sqlalchemy` wrote them.\n\n" + imports(helpers, imported) +
                     "\nBase = declarative_base()\n";
  for (const auto& [helper, definition] : kHelpers) {
    if (helpers.contains(helper)) text += definition;
  }
  return text;
}

std::string sqlalchemy_models(const Schema& schema, const SchemaDialect& dialect) {
  if (dialect.name() == "postgresql") return postgresql_models(schema, dialect);
  Schema modelled = dialect.in_one_spelling(schema);
  Schema rest;
  rest.definitions = std::move(modelled.definitions);
  const auto unnamed = std::stable_partition(modelled.tables.begin(), modelled.tables.end(), has_names);
  rest.tables.assign(unnamed, modelled.tables.end());
  modelled.tables.erase(unnamed, modelled.tables.end());

  PythonNames names({"Base", "Clause", "CreateTable", "Declared", "Reference", "compile_clause", "compile_create_table",
                     "compile_reference", "compiles", "declarative_base", "sa"});
  std::string tables;
  std::set<ModelHelper> helpers;
  for (const Table& table : modelled.tables) {
    TableModel model = table_model(table, modelled, dialect, names);
    tables += "\n\n" + model.text;
    helpers.merge(model.helpers);
  }
  return module_text(helpers, "") + tables + events(rest, dialect);
}

}  // namespace aludel
