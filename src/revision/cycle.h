// Circles of revisions.
#pragma once

#include "revision/graph.h"

namespace aludel {

// Throws kCycle, naming one circle as `a -> b -> a`: among those by `revises` alone if there is one, else with
// dependencies.
void refuse_cycles(const RevisionGraph& graph);

}  // namespace aludel
