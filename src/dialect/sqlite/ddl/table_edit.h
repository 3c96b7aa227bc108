// The text of a table as it becomes: the stored one, edited clause by clause, so that what does not change stays byte
// for byte.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dialect/sqlite/create_table.h"
#include "dialect/sqlite/ddl/table_change.h"

namespace aludel::sqlite {

// `from` with all changes of `change`; what is new or changes has the words of `to`, comments between its words apart.
// Columns that come stand behind the others, unless the order is to change, too.
[[nodiscard]] std::string edited_text(const TableText& from, const TableText& to, const TableChange& change);

// The declaration of a column that comes, without CHECKs in it that the table has elsewhere already.
[[nodiscard]] std::string text_of_new_column(const TableText& from, const TableText& to, const TableChange& change,
                                             const Column& column);
// Whether a CHECK that stays stands in the declaration of a column that goes.
[[nodiscard]] bool loses_check(const TableText& from, const TableText& to, const TableChange& change);

// What is left to change once ALTER TABLE has added the new columns, with the constraints in their declarations.
[[nodiscard]] TableChange without_new_columns(const TableText& from, const TableText& to, const TableChange& change);

// The text of a CREATE TABLE under another name.
[[nodiscard]] std::string renamed_text(const TableText& table, std::string_view name);

}  // namespace aludel::sqlite
