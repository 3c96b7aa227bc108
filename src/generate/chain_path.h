// The way from nothing to several revisions at once.
#pragma once

#include <string>
#include <vector>

#include "revision/graph.h"

namespace aludel {

// Everything that the targets need and the targets themselves, oldest first; one target after the other where the graph
// leaves the order open. Throws what a target throws.
[[nodiscard]] Path path_to_all(const RevisionGraph& graph, const std::vector<std::string>& targets);

}  // namespace aludel
