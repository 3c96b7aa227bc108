// A table made anew, for what no ALTER TABLE can do: a new table, its rows copied, the old one dropped, the new one
// renamed (https://sqlite.org/lang_altertable.html, "Making Other Kinds Of Table Schema Changes"). In one transaction,
// so a crash leaves the old one or the new one.
#pragma once

#include <string_view>

#include "dialect/sqlite/create_table.h"
#include "dialect/sqlite/ddl/context.h"
#include "dialect/sqlite/ddl/table_change.h"

namespace aludel::sqlite {

// `why` says why nothing less will do.
void rebuild_table(const TableChange& change, const TableText& before, const TableText& wanted, std::string_view why,
                   Context& context);

}  // namespace aludel::sqlite
