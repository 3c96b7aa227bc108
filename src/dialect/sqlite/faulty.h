// Views and triggers that SQLite holds and cannot compile: a table, a column or a function is not there. It stores such
// ones without a word, and then refuses to drop columns and to rename anything, anywhere.
#pragma once

#include "dialect/connection.h"
#include "schema/schema.h"

namespace aludel::sqlite {

// Sets Definition::fault; of a trigger also if another one of the same table is.
void find_faulty(Connection& connection, Schema& schema);

}  // namespace aludel::sqlite
