// A virtual table that changes: dropped and made anew, with its rows where its module is one that is known
// (https://sqlite.org/fts5.html, fts3.html, rtree.html).
#pragma once

#include "dialect/sqlite/ddl/context.h"

namespace aludel::sqlite {

// Asks if the rows cannot be kept.
void replace_virtual_table(const ReplaceDefinition& change, Context& context);

}  // namespace aludel::sqlite
