// Schemas for tests, written briefly. Names compare without case, texts as they are.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schema/schema.h"

namespace aludel::test {

inline Identifier id(std::string_view text) {
  std::string key;
  for (const char c : text) key += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return {std::string(text), key};
}
inline SqlText sql(std::string_view text) { return {std::string(text), std::string(text)}; }
inline std::vector<Identifier> ids(const std::vector<std::string>& names) {
  std::vector<Identifier> result;
  result.reserve(names.size());
  for (const std::string& name : names) result.push_back(id(name));
  return result;
}

inline Column column(std::string_view name, std::string_view type = "") {
  Column column;
  column.name = id(name);
  column.type = sql(type);
  return column;
}
inline Column not_null(Column column) {
  column.not_null = true;
  return column;
}
inline Column with_default(Column column, std::string_view value) {
  column.default_value = sql(value);
  return column;
}

inline std::vector<KeyPart> parts(const std::vector<std::string>& columns) {
  std::vector<KeyPart> parts;
  parts.reserve(columns.size());
  for (const std::string& name : columns) parts.push_back({id(name), {}, {}, false, {}});
  return parts;
}
inline PrimaryKey key(const std::vector<std::string>& columns) { return {{}, parts(columns), {}}; }
inline Constraint unique(const std::vector<std::string>& columns, std::string_view name = "") {
  return UniqueConstraint{id(name), parts(columns), {}};
}
inline Constraint check(std::string_view expression, std::string_view name = "") {
  return CheckConstraint{id(name), sql(expression), {}};
}
inline Constraint foreign(std::string_view column, std::string_view parent, std::string_view on_delete = "",
                          std::string_view name = "") {
  ForeignKey key;
  key.name = id(name);
  key.columns = {id(column)};
  key.parent = id(parent);
  key.parent_columns = {id("id")};
  key.on_delete = on_delete;
  return key;
}
inline Index index(std::string_view name, const std::vector<std::string>& columns) {
  Index index;
  index.name = id(name);
  index.parts = parts(columns);
  return index;
}

struct TableParts {
  std::vector<Constraint> constraints = {};
  std::vector<Index> indexes = {};
  std::optional<PrimaryKey> primary_key = std::nullopt;
};
inline Table table(std::string_view name, std::vector<Column> columns, TableParts parts = {}) {
  Table table;
  table.name = id(name);
  table.columns = std::move(columns);
  table.primary_key = std::move(parts.primary_key);
  table.constraints = std::move(parts.constraints);
  table.indexes = std::move(parts.indexes);
  return table;
}
inline Definition view(std::string_view name, std::string_view text) {
  Definition view;
  view.kind = "view";
  view.name = id(name);
  view.sql = sql(text);
  return view;
}
inline Definition trigger(std::string_view name, std::string_view on, std::string_view text) {
  Definition trigger = view(name, text);
  trigger.kind = "trigger";
  trigger.on = id(on);
  return trigger;
}
inline Schema schema(std::vector<Table> tables, std::vector<Definition> definitions = {}) {
  Schema schema;
  schema.tables = std::move(tables);
  schema.definitions = std::move(definitions);
  sort_parts(schema);
  return schema;
}

}  // namespace aludel::test
