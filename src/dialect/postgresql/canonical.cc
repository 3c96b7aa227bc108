#include "dialect/postgresql/canonical.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <unordered_map>

#include <fmt/core.h>

#include "dialect/postgresql/ddl/parents.h"
#include "dialect/postgresql/kinds/kind.h"
#include "dialect/postgresql/names.h"

namespace aludel::postgresql {
namespace {

template <typename Range, typename Print>
std::string list(const Range& range, const Print& print) {
  std::string text;
  for (const auto& item : range) text.append(text.empty() ? "" : ", ").append(print(item));
  return "(" + text + ")";
}

std::string clause(const Clauses& clauses, const char* name, std::string_view before, std::string_view behind = "") {
  const auto found = clauses.find(name);
  return found == clauses.end() ? std::string() : std::string(before) + found->second + std::string(behind);
}
bool has(const Clauses& clauses, const char* name) { return clauses.contains(name); }

std::string deferrable_sql(const Clauses& clauses) {
  const auto found = clauses.find("deferrable");
  if (found == clauses.end()) return {};
  return found->second.empty() ? " DEFERRABLE" : " DEFERRABLE " + found->second;
}

// What the index of a key may have.
std::string key_sql(const std::vector<KeyPart>& parts, const Clauses& clauses) {
  const auto part_of = [&](const KeyPart& part) {
    const bool period = has(clauses, "period") && &part == &parts.back();
    return column_sql(part.column) + (period ? " WITHOUT OVERLAPS" : "");
  };
  return list(parts, part_of) + clause(clauses, "include", " INCLUDE (", ")") +
         clause(clauses, "with", " WITH (", ")") + clause(clauses, "tablespace", " USING INDEX TABLESPACE ") +
         deferrable_sql(clauses);
}

std::string constraint_name_sql(const Identifier& name) {
  return name.empty() ? std::string() : "CONSTRAINT " + column_sql(name) + " ";
}

std::string enforced_sql(const Clauses& clauses) { return has(clauses, "not enforced") ? " NOT ENFORCED" : ""; }

struct ConstraintSql {
  std::string operator()(const UniqueConstraint& unique) const {
    const char* const nulls = has(unique.clauses, "nulls not distinct") ? "NULLS NOT DISTINCT " : "";
    return std::string("UNIQUE ") + nulls + key_sql(unique.parts, unique.clauses);
  }
  std::string operator()(const CheckConstraint& check) const {
    return "CHECK (" + check.expression.written + ")" + (has(check.clauses, "no inherit") ? " NO INHERIT" : "") +
           enforced_sql(check.clauses);
  }
  std::string operator()(const ForeignKey& key) const {
    const auto columns = [&](const std::vector<Identifier>& all) {
      return list(all, [&](const Identifier& column) {
        return (has(key.clauses, "period") && &column == &all.back() ? "PERIOD " : "") + column_sql(column);
      });
    };
    std::string sql = "FOREIGN KEY " + columns(key.columns) + " REFERENCES " + relation_sql(key.parent) + " " +
                      columns(key.parent_columns);
    if (!key.match.empty()) sql += " MATCH " + key.match;
    if (!key.on_update.empty()) sql += " ON UPDATE " + key.on_update;
    if (!key.on_delete.empty()) sql += " ON DELETE " + key.on_delete;
    return sql + clause(key.clauses, "on delete columns", " (", ")") + deferrable_sql(key.clauses) +
           enforced_sql(key.clauses);
  }
};

bool is_foreign_key(const Constraint& constraint) { return std::holds_alternative<ForeignKey>(constraint); }
bool is_not_valid(const Constraint& constraint) {
  return std::visit([](const auto& one) { return one.clauses.contains("not valid"); }, constraint);
}

std::string table_body(const Table& table) {
  std::string body;
  const auto add = [&](const std::string& line) { body.append(body.empty() ? "\n  " : ",\n  ").append(line); };
  for (const Column& column : table.columns) add(column_definition_sql(column));
  if (table.primary_key) add(clause_sql(*table.primary_key));
  for (const Constraint& constraint : table.constraints) {
    if (!is_foreign_key(constraint) && !is_not_valid(constraint)) add(clause_sql(constraint));
  }
  return body;
}

std::string alter(const Table& table, std::string_view what) {
  return fmt::format("ALTER TABLE {} {}", relation_sql(table.name), what);
}

std::string comment_sql(std::string_view object, std::string_view text) {
  return fmt::format("COMMENT ON {} IS {}", object, quoted_text(text));
}

std::string part_sql(const KeyPart& part) {
  std::string sql = part.column.empty() ? part.expression.written : column_sql(part.column);
  if (!part.collation.empty()) sql += " COLLATE " + part.collation.key;
  sql += clause(part.clauses, "operator class", " ");
  if (part.descending) sql += " DESC";
  return sql + clause(part.clauses, "nulls", " NULLS ");
}

}  // namespace

bool is_comment(const Definition& definition) { return definition.kind == "comment"; }
bool is_routine(const Definition& definition) {
  return definition.kind == "function" || definition.kind == "procedure";
}

std::string column_definition_sql(const Column& column) {
  std::string sql = column_sql(column.name) + " " + column.type.written;
  if (!column.collation.empty()) sql += " COLLATE " + relation_sql(column.collation);
  if (column.default_value) sql += " DEFAULT " + column.default_value->written;
  if (column.generated) {
    sql += " GENERATED ALWAYS AS (" + column.generated->expression.written + ")";
    sql += column.generated->stored ? " STORED" : " VIRTUAL";
  }
  if (const auto identity = column.clauses.find("identity"); identity != column.clauses.end()) {
    const std::size_t options = identity->second.find(" (");
    sql += " GENERATED " + identity->second.substr(0, options) + " AS IDENTITY";
    if (options != std::string::npos) sql += identity->second.substr(options);
  }
  if (!column.not_null || has(column.clauses, "not null not valid")) return sql;
  return sql + clause(column.clauses, "not null", " CONSTRAINT ") + " NOT NULL" +
         (has(column.clauses, "not null no inherit") ? " NO INHERIT" : "");
}

std::string add_not_null_sql(const Column& column) {
  return "ADD " + clause(column.clauses, "not null", "CONSTRAINT ", " ") + "NOT NULL " + column_sql(column.name) +
         (has(column.clauses, "not null no inherit") ? " NO INHERIT" : "") +
         (has(column.clauses, "not null not valid") ? " NOT VALID" : "");
}

std::vector<std::string> column_settings_sql(const Table& table, const Column& column) {
  std::vector<std::string> all;
  const auto add = [&](const char* name, std::string_view before, std::string_view behind = "") {
    const std::string sql = clause(column.clauses, name, before, behind);
    if (!sql.empty()) all.push_back(alter(table, fmt::format("ALTER COLUMN {} SET {}", column_sql(column.name), sql)));
  };
  add("storage", "STORAGE ");
  add("compression", "COMPRESSION ");
  add("statistics", "STATISTICS ");
  add("options", "(", ")");
  if (has(column.clauses, "not null not valid")) all.push_back(alter(table, add_not_null_sql(column)));
  return all;
}

std::string clause_sql(const PrimaryKey& key) {
  return constraint_name_sql(key.name) + "PRIMARY KEY " + key_sql(key.parts, key.clauses);
}

std::string clause_sql(const Constraint& constraint) {
  return constraint_name_sql(name_of(constraint)) + std::visit(ConstraintSql{}, constraint);
}

std::string add_constraint_sql(const Table& table, const Constraint& constraint) {
  return alter(table, "ADD " + clause_sql(constraint) + (is_not_valid(constraint) ? " NOT VALID" : ""));
}

std::string index_sql(const Table& table, const Index& index) {
  std::string sql = index.unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ";
  sql += column_sql(index.name) + " ON " + (has(index.clauses, "only") ? "ONLY " : "") + relation_sql(table.name);
  sql += clause(index.clauses, "using", " USING ") + " " + list(index.parts, part_sql);
  sql += clause(index.clauses, "include", " INCLUDE (", ")");
  if (has(index.clauses, "nulls not distinct")) sql += " NULLS NOT DISTINCT";
  sql += clause(index.clauses, "with", " WITH (", ")") + clause(index.clauses, "tablespace", " TABLESPACE ");
  return index.where ? sql + " WHERE " + index.where->written : sql;
}

std::string table_sql(const Table& table) {
  const Clauses& options = table.options;
  std::string sql = std::string(has(options, "unlogged") ? "CREATE UNLOGGED TABLE " : "CREATE TABLE ");
  sql += relation_sql(table.name);
  const std::string body = table_body(table);
  if (has(options, "partition of")) {
    const Parents parents = parents_of(table);
    sql += " PARTITION OF " + relation_sql(parents.tables.front());
    if (!body.empty()) sql += " (" + body + "\n)";
    sql += ' ' + parents.bound;
  } else if (has(options, "of")) {
    sql += " OF " + options.at("of");
  } else {
    sql += body.empty() ? " ()" : " (" + body + "\n)";
  }
  return sql + clause(options, "inherits", " INHERITS (", ")") + clause(options, "partition by", " PARTITION BY ") +
         clause(options, "using", " USING ") + clause(options, "with", " WITH (", ")") +
         clause(options, "tablespace", " TABLESPACE ");
}

std::vector<std::string> after_table_sql(const Table& table) {
  std::vector<std::string> all;
  for (const Column& column : table.columns) {
    for (std::string& sql : column_settings_sql(table, column)) all.push_back(std::move(sql));
  }
  for (const Constraint& constraint : table.constraints) {
    if (!is_foreign_key(constraint) && is_not_valid(constraint)) all.push_back(add_constraint_sql(table, constraint));
  }
  return all;
}

std::vector<std::string> security_sql(const Table& table) {
  std::vector<std::string> all;
  if (const auto security = table.options.find("row level security"); security != table.options.end()) {
    if (security->second != "forced, not enabled") all.push_back(alter(table, "ENABLE ROW LEVEL SECURITY"));
    if (!security->second.empty()) all.push_back(alter(table, "FORCE ROW LEVEL SECURITY"));
  }
  return all;
}

std::vector<std::string> after_indexes_sql(const Table& table) {
  const auto identity = table.options.find("replica identity");
  if (identity == table.options.end()) return {};
  return {alter(table, "REPLICA IDENTITY " + identity->second)};
}

std::vector<std::string> comments_sql(const Table& table) {
  std::vector<std::string> all;
  if (!table.comment.empty()) all.push_back(comment_sql("TABLE " + relation_sql(table.name), table.comment));
  for (const Column& column : table.columns) {
    if (column.comment.empty()) continue;
    all.push_back(comment_sql("COLUMN " + relation_sql(table.name) + '.' + column_sql(column.name), column.comment));
  }
  return all;
}

// The first in rank and name of all whose needs are met; in a circle, the first of all.
std::vector<Made> in_order(const Schema& schema) {
  struct Node {
    Made made;
    std::size_t rank = 0;
    std::size_t missing = 0;
    std::vector<std::size_t> needed_by;
  };
  std::vector<Node> nodes;
  std::unordered_map<std::string, std::size_t> places;
  for (const Table& table : schema.tables) nodes.push_back({{&table, nullptr}, rank_of_tables(), 0, {}});
  for (const Definition& one : schema.definitions) nodes.push_back({{nullptr, &one}, rank_of(one.kind), 0, {}});
  for (std::size_t i = 0; i < nodes.size(); ++i) places.emplace(nodes[i].made.name().key, i);
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const Made& made = nodes[i].made;
    for (const Identifier& need : made.table != nullptr ? made.table->needs : made.definition->mentions) {
      const auto place = places.find(need.key);
      if (place == places.end() || place->second == i) continue;
      nodes[place->second].needed_by.push_back(i);
      ++nodes[i].missing;
    }
  }
  const auto key = [&](std::size_t i) { return std::make_tuple(nodes[i].rank, nodes[i].made.name().key, i); };
  std::set<std::tuple<std::size_t, std::string, std::size_t>> ready, waiting;
  for (std::size_t i = 0; i < nodes.size(); ++i) (nodes[i].missing == 0 ? ready : waiting).insert(key(i));
  std::vector<Made> order;
  while (!ready.empty() || !waiting.empty()) {
    auto& from = ready.empty() ? waiting : ready;
    const std::size_t next = std::get<2>(*from.begin());
    from.erase(from.begin());
    order.push_back(nodes[next].made);
    for (const std::size_t other : nodes[next].needed_by) {
      if (nodes[other].missing > 0 && --nodes[other].missing == 0 && waiting.erase(key(other)) > 0)
        ready.insert(key(other));
    }
  }
  return order;
}

Script canonical(const Schema& schema) {
  Script script;
  const auto add = [&](std::string sql) { script.statements.push_back({std::move(sql), {}}); };
  const auto add_all = [&](std::vector<std::string> all) {
    for (std::string& sql : all) add(std::move(sql));
  };
  const bool routines = std::any_of(schema.definitions.begin(), schema.definitions.end(), is_routine);
  if (routines) add(std::string(kNoBodyChecks));
  const std::vector<Made> order = in_order(schema);
  for (const Made& made : order) {
    if (made.definition != nullptr) {
      if (!is_comment(*made.definition)) add(made.definition->sql.written);
      continue;
    }
    add(table_sql(*made.table));
    add_all(after_table_sql(*made.table));
    add_all(security_sql(*made.table));
    for (const Index& index : made.table->indexes) add(index_sql(*made.table, index));
    add_all(after_indexes_sql(*made.table));
  }
  for (const Made& made : order) {
    if (made.table == nullptr) continue;
    for (const Constraint& constraint : made.table->constraints) {
      if (is_foreign_key(constraint)) add(add_constraint_sql(*made.table, constraint));
    }
  }
  for (const Made& made : order) {
    if (made.table != nullptr) add_all(comments_sql(*made.table));
    if (made.definition != nullptr && is_comment(*made.definition)) add(made.definition->sql.written);
  }
  return script;
}

}  // namespace aludel::postgresql
