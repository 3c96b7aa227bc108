// Sections marked `batch`: portable ALTER TABLE statements become the engine's own as they run. What they become
// depends on the schema they meet, so they are tried on a scratch copy of it.
#pragma once

#include <memory>
#include <string_view>

#include "dialect/schema_dialect.h"
#include "migrate/plan.h"

namespace aludel {

// Goes through a plan on scratch, step by step, from a schema on.
class BatchRehearsal {
 public:
  // `schema`: SQL that makes the schema that the first step meets; empty: none.
  BatchRehearsal(const SchemaDialect& dialect, std::string_view schema);

  // Runs the step on scratch. A batch step becomes the step that takes its place: its file is the text that runs, its
  // checksum stays that of the file as it was written. Throws what its statements throw, with their place.
  void pass(PlannedStep& step);
  // What a batch step becomes here; it is run on the way.
  [[nodiscard]] PlannedStep become(const PlannedStep& step);

 private:
  [[nodiscard]] std::string expanded(const PlannedStep& step);
  void run(const PlannedStep& step);

  const SchemaDialect* dialect_;
  std::unique_ptr<Connection> scratch_;
};

[[nodiscard]] bool has_batch(const Plan& plan);
// Every batch step of the plan becomes what it would become on a database with that schema.
void expand_batches(Plan& plan, const SchemaDialect& dialect, std::string_view schema);
// The same on a database that these steps made from nothing.
void expand_batches(Plan& plan, const SchemaDialect& dialect, Plan& before);

}  // namespace aludel
