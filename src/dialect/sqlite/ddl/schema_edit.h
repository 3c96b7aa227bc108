// A table changed by an edit of its text in the schema, with no row moved (https://sqlite.org/lang_altertable.html,
// part 7): for what SQLite reads from the text only, after the rows were checked.
#pragma once

#include <string>

#include "dialect/sqlite/create_table.h"
#include "dialect/sqlite/ddl/context.h"
#include "dialect/sqlite/ddl/table_change.h"

namespace aludel::sqlite {

// Why the text alone must not change; empty: it may. Columns that ALTER TABLE can add come before the edit.
[[nodiscard]] std::string why_not_edited(const TableChange& change, const TableText& before, const TableText& wanted,
                                         const Context& context);

// Fails with nothing changed unless the database holds exactly the text `before`.
void edit_schema(const TableChange& change, const TableText& before, const TableText& wanted, Context& context);

}  // namespace aludel::sqlite
