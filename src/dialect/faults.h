// Views, triggers and the like that a change of other objects leaves behind broken.
#pragma once

#include <vector>

#include "schema/schema.h"

namespace aludel {

// Definitions of `after` that stand in `before` with the same text, could be compiled there, and cannot be any more.
// Not among them: those that something new on the same table may have broken, which is the new one's fault.
[[nodiscard]] std::vector<const Definition*> newly_faulty(const Schema& before, const Schema& after);

}  // namespace aludel
