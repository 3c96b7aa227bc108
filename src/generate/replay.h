// Replays a chain of revisions on scratch, statement by statement, and keeps what each one changes in the schema.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "dialect/schema_dialect.h"
#include "generate/facts.h"
#include "migrate/plan.h"

namespace aludel {

// What one statement does to the schema.
struct Effect {
  Span statement;  // in the step's file
  Facts added;
  Facts removed;
  [[nodiscard]] bool changes_schema() const { return !added.empty() || !removed.empty(); }
};

struct ReplayedStep {
  const PlannedStep* step = nullptr;
  std::vector<Effect> effects;
  Schema after;
};

struct Replay {
  Schema start;
  std::vector<ReplayedStep> steps;
};

// Runs `base` (SQL text, may be empty) and then the plan on an empty scratch database. A statement that fails there is
// an error with its place, and with the help that a chain which does not begin at nothing needs.
[[nodiscard]] Replay replay(const SchemaDialect& dialect, const Source& base, const Plan& plan);

}  // namespace aludel
