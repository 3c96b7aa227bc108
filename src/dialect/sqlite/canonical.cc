#include "dialect/sqlite/canonical.h"

#include <string>
#include <string_view>
#include <vector>

#include "dialect/sqlite/names.h"
#include "dialect/sqlite/normal.h"
#include "schema/order.h"

namespace aludel::sqlite {
namespace {

template <typename Range, typename Print>
std::string list(const Range& range, const Print& print) {
  std::string text;
  for (const auto& item : range) text.append(text.empty() ? "" : ", ").append(print(item));
  return "(" + text + ")";
}

std::string part_sql(const KeyPart& part) {
  std::string sql = part.column.empty() ? spaced(part.expression.written) : name_sql(part.column);
  if (!part.collation.empty()) sql += " COLLATE " + name_sql(part.collation);
  return part.descending ? sql + " DESC" : sql;
}

std::string option_sql(const Clauses& clauses, const char* name, std::string_view before) {
  const auto found = clauses.find(name);
  return found == clauses.end() ? std::string() : std::string(before) + found->second;
}
std::string conflict_sql(const Clauses& clauses) { return option_sql(clauses, "on conflict", " ON CONFLICT "); }
std::string constraint_name_sql(const Identifier& name) {
  return name.empty() ? std::string() : "CONSTRAINT " + name_sql(name) + " ";
}

// The declaration of a column can hold a key of one column that has its collation. It must, where the key is an INTEGER
// with DESC: after the columns that would be the rowid.
bool in_column(const PrimaryKey& key) { return key.parts.size() == 1 && key.parts.front().collation.empty(); }

std::string primary_key_sql(const PrimaryKey& key) {
  const char* const autoincrement = key.clauses.contains("autoincrement") ? " AUTOINCREMENT" : "";
  std::string sql = constraint_name_sql(key.name) + "PRIMARY KEY";
  if (!in_column(key)) return sql + " " + list(key.parts, part_sql) + conflict_sql(key.clauses);
  if (key.parts.front().descending) sql += " DESC";
  return sql + conflict_sql(key.clauses) + autoincrement;
}

std::string column_sql(const Column& column, const Table& table) {
  std::string sql = name_sql(column.name);
  if (!column.type.empty()) sql += " " + type_sql(column.type);
  if (!column.collation.empty()) sql += " COLLATE " + name_sql(column.collation);
  if (table.primary_key && in_column(*table.primary_key) && table.primary_key->parts.front().column == column.name) {
    sql += " " + primary_key_sql(*table.primary_key);
  }
  if (column.not_null) {
    sql += " NOT NULL" + option_sql(column.clauses, "not null on conflict", " ON CONFLICT ");
  }
  if (column.default_value) sql += " DEFAULT " + default_sql(*column.default_value);
  if (column.generated) {
    sql += " GENERATED ALWAYS AS (" + spaced(column.generated->expression.written) + ")";
    sql += column.generated->stored ? " STORED" : " VIRTUAL";
  }
  return sql;
}

struct ConstraintSql {
  std::string operator()(const UniqueConstraint& unique) const {
    return "UNIQUE " + list(unique.parts, part_sql) + conflict_sql(unique.clauses);
  }
  std::string operator()(const CheckConstraint& check) const {
    return "CHECK (" + spaced(check.expression.written) + ")" + conflict_sql(check.clauses);
  }
  std::string operator()(const ForeignKey& key) const {
    const auto name = [](const Identifier& column) { return name_sql(column); };
    std::string sql = "FOREIGN KEY " + list(key.columns, name) + " REFERENCES " + name_sql(key.parent);
    if (!key.parent_columns.empty()) sql += " " + list(key.parent_columns, name);
    if (!key.match.empty()) sql += " MATCH " + (key.match == "FULL" ? key.match : name_sql(key.match));
    if (!key.on_delete.empty()) sql += " ON DELETE " + key.on_delete;
    if (!key.on_update.empty()) sql += " ON UPDATE " + key.on_update;
    return sql + (key.clauses.contains("deferrable") ? " DEFERRABLE INITIALLY DEFERRED" : "");
  }
};

std::string table_sql(const Table& table) {
  std::string body;
  const auto add = [&](const std::string& line) { body.append(body.empty() ? "\n  " : ",\n  ").append(line); };
  for (const Column& column : table.columns) add(column_sql(column, table));
  if (table.primary_key && !in_column(*table.primary_key)) add(primary_key_sql(*table.primary_key));
  for (const Constraint& constraint : table.constraints) {
    add(clause_sql(constraint));
  }
  std::string options;
  if (table.options.contains("strict")) options += " STRICT";
  if (table.options.contains("without rowid")) options += options.empty() ? " WITHOUT ROWID" : ", WITHOUT ROWID";
  return "CREATE TABLE " + name_sql(table.name) + " (" + body + "\n)" + options;
}

std::string index_sql(const Index& index, const Table& table) {
  return std::string(index.unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ") + name_sql(index.name) + " ON " +
         name_sql(table.name) + " " + list(index.parts, part_sql) +
         (index.where ? " WHERE " + spaced(index.where->written) : "");
}

// Virtual tables and views after what they mention, triggers last.
void add_definitions(const Schema& schema, std::string_view kind, Script& script) {
  std::vector<const Definition*> definitions;
  for (const Definition& one : schema.definitions) {
    if (one.kind == kind) definitions.push_back(&one);
  }
  for (const Definition* one : mentioned_first(definitions)) {
    script.statements.push_back({without_end_comment(one->sql.written), {}});
  }
}

void respace(SqlText& expression) { expression.written = spaced(expression.written); }

}  // namespace

std::string clause_sql(const PrimaryKey& key) { return primary_key_sql(key); }

std::string clause_sql(const Constraint& constraint) {
  return constraint_name_sql(name_of(constraint)) + std::visit(ConstraintSql{}, constraint);
}

Schema in_one_spelling(Schema schema) {
  for (Table& table : schema.tables) {
    for (Column& column : table.columns) {
      if (!column.type.empty()) column.type.written = type_sql(column.type);
      if (column.default_value) column.default_value->written = default_sql(*column.default_value);
      if (column.generated) respace(column.generated->expression);
    }
    for (Constraint& constraint : table.constraints) {
      if (auto* check = std::get_if<CheckConstraint>(&constraint)) respace(check->expression);
    }
    for (Index& index : table.indexes) {
      for (KeyPart& part : index.parts) respace(part.expression);
      if (index.where) respace(*index.where);
    }
  }
  return schema;
}

Script canonical(const Schema& schema) {
  Script script;
  std::vector<const Table*> tables;
  for (const Table& table : schema.tables) tables.push_back(&table);
  for (const Table* table : parents_first(tables)) {
    script.statements.push_back({table_sql(*table), {}});
    for (const Index& index : table->indexes) script.statements.push_back({index_sql(index, *table), {}});
  }
  for (const std::string_view kind : {"virtual table", "view", "trigger"}) add_definitions(schema, kind, script);
  return script;
}

}  // namespace aludel::sqlite
