// Orders in which the parts of a schema can be made: each after what it needs, in the given order as far as that leaves
// it open and where needs go in a circle. Reversed, an order in which they can go.
#pragma once

#include <vector>

#include "schema/schema.h"

namespace aludel {

// Tables that foreign keys refer to before those that refer.
[[nodiscard]] std::vector<const Table*> parents_first(const std::vector<const Table*>& tables);
// Definitions that others mention before those others.
[[nodiscard]] std::vector<const Definition*> mentioned_first(const std::vector<const Definition*>& definitions);

}  // namespace aludel
