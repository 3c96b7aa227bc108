// One section as a script for the engine's own shell: what a reviewer sees is what the server gets. Heads and ledger
// are no part of it.
#pragma once

#include <string>

#include "dialect/dialect.h"
#include "migrate/plan.h"

namespace aludel {

// With the transaction and the session settings that the section needs.
[[nodiscard]] std::string section_script(const PlannedStep& step, const Dialect& dialect,
                                         const ConnectSettings& settings);

}  // namespace aludel
