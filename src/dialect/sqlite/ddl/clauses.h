// Where in the stored text of a table stands what the schema has.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "dialect/sqlite/create_table.h"
#include "schema/schema.h"

namespace aludel::sqlite {

// Of one text, each with the one of another text that takes its place, or null.
using Partners = std::map<const ClauseText*, const ClauseText*>;

struct Place {
  const ColumnText* column = nullptr;  // null: of the table
  const ClauseText* clause = nullptr;
};

// The clause that makes the constraint, in a column or of the table. Null if the text has none. The first one that is
// not in `taken`, so that equal ones have a place each.
[[nodiscard]] Place find_constraint(const TableText& text, const Table& table, const Constraint& constraint,
                                    const Partners& taken = {});
[[nodiscard]] Place find_primary_key(const TableText& table);

[[nodiscard]] const ColumnText* find_column(const TableText& table, const Identifier& column);

// The keys in their order: SQLite numbers the indexes that it makes for them.
[[nodiscard]] std::vector<std::string> automatic_indexes(const TableText& table);

}  // namespace aludel::sqlite
