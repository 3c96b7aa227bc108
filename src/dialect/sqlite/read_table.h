// An ordinary table as a value: what the pragmas told of it, and the stored CREATE TABLE for the rest.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dialect/sqlite/normal.h"
#include "schema/schema.h"

namespace aludel::sqlite {

// A row of table_xinfo (https://sqlite.org/pragma.html#pragma_table_xinfo).
struct ColumnRow {
  std::string name;
  std::string type;
  bool not_null = false;
  std::optional<std::string> default_value;
};

struct TableRow {
  std::string name;
  std::string sql;
  bool strict = false;
  bool without_rowid = false;
  std::vector<ColumnRow> columns;
};

// Without its indexes. Throws kInternal if the text and the rows contradict each other.
[[nodiscard]] Table table_of(const TableRow& row);

// The names that an expression of this table may use. The table must outlive it.
[[nodiscard]] IsName names_in(const Table& table);

// The collation of a part of a key, as written or as told; empty if it is the column's own.
[[nodiscard]] Identifier key_collation(const std::string& name, const Column& column);

// The column that is another name of the rowid, if one is (https://sqlite.org/lang_createtable.html#rowid).
[[nodiscard]] const Column* rowid_column(const Table& table);

}  // namespace aludel::sqlite
