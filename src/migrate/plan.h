// What a run will do, checked as far as that is possible before anything is touched.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dialect/dialect.h"
#include "migrate/revision_set.h"
#include "revision/graph.h"
#include "revision/revision.h"

namespace aludel {

// A section as it runs. Statements are found again as it runs: a file of 200 MB has too many to keep their places.
struct PlannedSection {
  const Section* section = nullptr;
  Span run;  // the body; without an outer BEGIN ... COMMIT
  std::size_t statements = 0;
  std::optional<Span> alone = {};  // the first of them that must run outside of a transaction
  std::optional<Span> apart = {};  // the first that does so unless all runs in one
};

struct PlannedStep {
  Step step;
  std::string_view id;  // lives in the list of revisions
  std::string_view message;
  std::span<const std::string_view> revises;  // too
  std::unique_ptr<RevisionFile> file;
  std::vector<PlannedSection> sections;
  std::size_t statements = 0;  // of all sections
  std::string checksum;
  RunMode mode = RunMode::kTransactional;
  bool grouped = false;     // of RunMode::kStatementwise: statements that can share a transaction do
  bool repeatable = false;  // the section says that its statements can be run again without harm
  SessionWish wish;
  bool batch = false;  // its sections are marked `batch`, and have not become what they become (batch.h)
  std::string became;  // what they became

  [[nodiscard]] bool transaction() const { return joins_revision(mode); }
  // Makes it run inside a transaction after all, if none of its statements is refused there.
  void join();
};

struct Plan {
  std::vector<PlannedStep> steps;
  [[nodiscard]] bool empty() const { return steps.empty(); }
};

// Reads the files of a path and checks them: encoding, markers, statements that end, sections with nothing in them,
// transaction control, statements that are refused, a way back. Throws at the first fault; nothing was run.
[[nodiscard]] Plan make_plan(const Path& path, const RevisionSet& revisions, const Dialect& dialect);
// The same with what the database itself tells, as it is now: it must be where the path begins.
[[nodiscard]] Plan make_plan(const Path& path, const RevisionSet& revisions, const Dialect& dialect,
                             Connection& connection);
// One step of it.
[[nodiscard]] PlannedStep plan_step(const Step& step, const RevisionSet& revisions, const Dialect& dialect,
                                    StatementJudge& judge);
// The places of a section's statements that run, for printing.
[[nodiscard]] std::vector<Span> statements_of(const PlannedStep& step, const PlannedSection& section,
                                              const Dialect& dialect);

}  // namespace aludel
