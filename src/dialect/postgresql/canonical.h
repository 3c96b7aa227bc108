// A schema as SQL in one spelling, and its parts.
#pragma once

#include <string>
#include <vector>

#include "dialect/script.h"
#include "schema/schema.h"

namespace aludel::postgresql {

[[nodiscard]] Script canonical(const Schema& schema);

// CREATE TABLE, with all that it can hold but foreign keys.
[[nodiscard]] std::string table_sql(const Table& table);
// What CREATE TABLE cannot say: how columns are stored, constraints that are not valid.
[[nodiscard]] std::vector<std::string> after_table_sql(const Table& table);
// Row level security.
[[nodiscard]] std::vector<std::string> security_sql(const Table& table);
// What needs the table's indexes.
[[nodiscard]] std::vector<std::string> after_indexes_sql(const Table& table);
[[nodiscard]] std::vector<std::string> comments_sql(const Table& table);
[[nodiscard]] std::string add_constraint_sql(const Table& table, const Constraint& constraint);

// `name type COLLATE ... DEFAULT ... NOT NULL`, as CREATE TABLE and ADD COLUMN take it.
[[nodiscard]] std::string column_definition_sql(const Column& column);
// `ADD CONSTRAINT name NOT NULL column`, from version 18 on.
[[nodiscard]] std::string add_not_null_sql(const Column& column);
[[nodiscard]] std::vector<std::string> column_settings_sql(const Table& table, const Column& column);
[[nodiscard]] std::string clause_sql(const PrimaryKey& key);
[[nodiscard]] std::string clause_sql(const Constraint& constraint);
// The statement that makes the index, under the name that it has now.
[[nodiscard]] std::string index_sql(const Table& table, const Index& index);

// Tables and definitions, each after what it needs.
struct Made {
  const Table* table = nullptr;
  const Definition* definition = nullptr;
  [[nodiscard]] const Identifier& name() const { return table != nullptr ? table->name : definition->name; }
};
[[nodiscard]] std::vector<Made> in_order(const Schema& schema);

// Before functions are made, whose texts may name what comes later.
inline constexpr std::string_view kNoBodyChecks = "SET check_function_bodies = off";
[[nodiscard]] bool is_comment(const Definition& definition);
[[nodiscard]] bool is_routine(const Definition& definition);

}  // namespace aludel::postgresql
