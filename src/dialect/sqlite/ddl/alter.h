// One table from what it is to what it becomes, by the cheapest way that loses nothing.
#pragma once

#include "dialect/sqlite/ddl/context.h"
#include "dialect/sqlite/ddl/table_change.h"

namespace aludel::sqlite {

// Indexes that go or change are gone already.
void alter_table(const TableChange& change, Context& context);

}  // namespace aludel::sqlite
