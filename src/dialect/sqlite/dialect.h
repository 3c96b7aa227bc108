// SQLite, as the registry lists it.
#pragma once

#include "dialect/schema_dialect.h"

namespace aludel::sqlite {

[[nodiscard]] const SchemaDialect& dialect();

// See dialect/registry.h. SQLite counts the memory of all handles together, behind one lock for which threads with a
// handle each wait (https://sqlite.org/c3ref/c_config_covering_index_scan.html#sqliteconfigmemstatus); an application
// may want these figures, a program of our own does not.
void claim_process();

}  // namespace aludel::sqlite
