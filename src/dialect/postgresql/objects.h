// What introspection knows of an object by its place in the catalogs.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "dialect/postgresql/catalog.h"
#include "schema/schema.h"

namespace aludel::postgresql {

// A catalog and a row of it: `pg_class 16384`.
using Address = std::string;
[[nodiscard]] inline Address address(std::string_view catalog, std::string_view oid) {
  return std::string(catalog).append(" ").append(oid);
}

struct Objects {
  std::unordered_map<Address, Identifier> names;  // of tables and definitions
  std::unordered_map<Address, Address> owners;    // what is a part of something else: a default, an index, a row type
  std::set<Address> left_out;                     // Aludel's own tables

  // The object that an address is, or belongs to. Null: none that is managed.
  [[nodiscard]] const Identifier* find(Address at) const;
  // Whether an extension owns it, or what it is a part of: nothing of that is ever read.
  [[nodiscard]] bool is_of_extension(Address at) const;
};

// --- read_columns.cc
struct ReadColumn {
  std::string table;       // its oid
  bool inherited = false;  // it belongs to the table's parent
  Column column;
};
// In the order in which tables have them.
void read_columns(Catalog& catalog, const std::function<void(const ReadColumn&)>& to);

inline void set(Clauses& clauses, const char* name, const std::string& value) {
  if (!value.empty()) clauses[name] = value;
}
[[nodiscard]] inline SqlText sql_text(std::string sql) {
  std::string normal = sql;
  return {std::move(sql), std::move(normal)};
}

// What somebody else may ask meanwhile, in the order in which it is asked.
using Questions = std::vector<std::string>;

// --- read_tables.cc
// Tables with columns, constraints and indexes, by their oid.
[[nodiscard]] std::vector<Table> read_tables(Catalog& catalog, Objects& objects);
void add_table_questions(Questions& questions);

// --- definitions.cc
[[nodiscard]] std::vector<Definition> read_definitions(Catalog& catalog, Objects& objects);
void add_definition_questions(Questions& questions);

// --- unmanaged.cc
[[nodiscard]] std::vector<Unmanaged> read_unmanaged(Catalog& catalog);
void add_unmanaged_question(Questions& questions);

}  // namespace aludel::postgresql
