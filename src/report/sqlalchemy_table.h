// One table as a class of SQLAlchemy's models, or as a Table if it has no primary key to map a class by.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "dialect/schema_dialect.h"
#include "report/python_text.h"
#include "schema/schema.h"

namespace aludel {

// Classes and functions that a module of models has where its tables need them.
enum class ModelHelper : std::uint8_t { kDeclared, kClause, kReference, kTableOptions };

struct TableModel {
  std::string text;
  std::set<ModelHelper> helpers;
};

// The line or lines that give a class its `__table_args__`. `options`: the items of a dict.
[[nodiscard]] std::string table_arguments(const std::vector<PythonCall>& arguments, const std::string& options);
// Whether a column of the key refers to the key's own table: a mapper leaves such columns out, and then has none.
[[nodiscard]] bool key_refers_to_itself(const Table& table);

// `table` is one of `schema`, which is in one spelling. `names` are those of the module.
[[nodiscard]] TableModel table_model(const Table& table, const Schema& schema, const SchemaDialect& dialect,
                                     PythonNames& names);

}  // namespace aludel
