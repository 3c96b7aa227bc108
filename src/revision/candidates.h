// What somebody may have meant by a name that is none.
#pragma once

#include <string_view>

#include "core/error.h"
#include "revision/graph.h"

namespace aludel {

// Adds "did you mean `x` (its message)?" to an error, if a revision or a label is near to `name`.
void suggest(const RevisionGraph& graph, std::string_view name, Error& fault);

// "`a`, `b` and 3 more"
[[nodiscard]] std::string listed(const RevisionGraph& graph, std::span<const Node> nodes);

}  // namespace aludel
