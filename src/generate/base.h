// The start of a chain that was never written down: what a database holds beyond what the chain's files make.
#pragma once

#include <string>

#include "dialect/schema_dialect.h"
#include "migrate/plan.h"
#include "migrate/tables.h"

namespace aludel {

// SQL of `database`'s schema without what the plan's statements create. Which objects those are is read from the
// statements; the caller must prove the result by replaying the plan on top of it.
[[nodiscard]] std::string live_base(const SchemaDialect& dialect, Connection& database, const OwnTables& tables,
                                    const Plan& plan);

}  // namespace aludel
