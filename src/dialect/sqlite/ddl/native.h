// What SQLite's own ALTER TABLE can do without loss (https://sqlite.org/lang_altertable.html): adding a column,
// dropping one.
#pragma once

#include <string>
#include <string_view>

#include "dialect/sqlite/create_table.h"
#include "dialect/sqlite/ddl/context.h"
#include "dialect/sqlite/ddl/table_change.h"

namespace aludel::sqlite {

// Why ALTER TABLE cannot add the new columns as the table is to have them, or would add one with other values than an
// INSERT has; empty: it can. Whether the table has rows is not known, so the answer is for one that has.
[[nodiscard]] std::string why_not_added(const TableChange& change, const TableText& wanted, const Context& context);

// Why ALTER TABLE cannot drop the column, or would change more than the column; empty: it can.
[[nodiscard]] std::string why_not_dropped(const Column& column, const TableChange& table, const TableText& text,
                                          const Context& context);

// What SQLite makes of the stored text when it adds a column.
[[nodiscard]] std::string text_with_column(const TableText& table, std::string_view column);

}  // namespace aludel::sqlite
