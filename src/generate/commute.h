// Whether branches commute: whichever runs first, the schema is the same in the end.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "dialect/schema_dialect.h"
#include "generate/rows.h"
#include "migrate/revision_set.h"
#include "revision/graph.h"

namespace aludel {

struct Commutation {
  std::string unproven;           // why nothing could be said: the revisions do not run on an empty database
  std::vector<std::string> rows;  // tables whose rows depend on the order, a line each
  std::size_t revisions = 0;      // whose order was changed
};

// Runs the branches that end at `heads` on scratch, in their order and the other way round, with rows where they part.
// Throws kCollision, which names what collides and the revisions that touch it.
[[nodiscard]] Commutation prove_commuting(const SchemaDialect& dialect, const RevisionGraph& graph,
                                          const RevisionSet& revisions, const std::vector<std::string>& heads,
                                          const RowHints& hints);

}  // namespace aludel
