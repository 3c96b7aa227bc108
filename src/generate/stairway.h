// The stairway: every revision of a chain up, down and up again, on scratch and with rows.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "dialect/schema_dialect.h"
#include "generate/rows.h"
#include "migrate/plan.h"
#include "migrate/revision_set.h"
#include "revision/graph.h"

namespace aludel {

enum class StairResult : std::uint8_t {
  kThereAndBack,
  kNoWayBack,  // it has no `down` section
};

struct Stair {
  const PlannedStep* step;
  StairResult result;
  std::string without_rows;  // why it ran on empty tables only; empty: there were rows
};

struct StairwayRequest {
  const Plan* chain;  // up, from nothing
  const RevisionSet* revisions;
  RowHints hints;
  std::function<bool(Node)> wanted;        // the revisions to test; the others are only walked over
  std::function<void(const Stair&)> tell;  // after each that was tested
};

// Throws kNotReversible for the first revision whose way down does not lead back to where its way up began, or does not
// keep rows that the way up kept; and what a revision throws that does not run at all.
void climb(const SchemaDialect& dialect, const StairwayRequest& request);

}  // namespace aludel
