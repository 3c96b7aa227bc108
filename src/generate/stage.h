// A scratch database on which revisions run as they run in a real one: the same session, transaction and checks, but no
// record of what is applied.
#pragma once

#include <memory>
#include <string_view>
#include <utility>

#include "aludel/error.h"
#include "dialect/schema_dialect.h"
#include "migrate/plan.h"

namespace aludel {

// Whether a failure says nothing of what ran: a signal stopped it, or the server of scratch databases ended or is full.
[[nodiscard]] bool is_no_verdict(const Error& failure);

class Stage {
 public:
  explicit Stage(const SchemaDialect& dialect) : Stage(dialect, dialect.scratch(ScratchSql::kRevisions)) {}
  Stage(const SchemaDialect& dialect, std::unique_ptr<Connection> scratch)
      : dialect_(&dialect), scratch_(std::move(scratch)) {}

  [[nodiscard]] Connection& connection() { return *scratch_; }
  [[nodiscard]] std::unique_ptr<Connection> take() && { return std::move(scratch_); }
  // Throws what a run would throw. Of a step in a transaction nothing is left then.
  void run(const PlannedStep& step);

 private:
  void run_statements(const PlannedStep& step, RunMode mode);

  const SchemaDialect* dialect_;
  std::unique_ptr<Connection> scratch_;
};

}  // namespace aludel
