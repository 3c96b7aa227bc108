// A chain of revisions replayed on scratch, with rows put in between them: so that a table holds rows that are older
// than its last columns, as in a database that has lived.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "generate/rows.h"
#include "generate/stage.h"
#include "migrate/plan.h"

namespace aludel {

enum class RowsWhen : std::uint8_t { kBetween, kAtTheEnd, kNever };

struct FillRequest {
  RowHints hints;
  LaterSchema later;
  std::function<bool(const Table&)> wanted;  // tables that get rows; empty: all
  RowsWhen when = RowsWhen::kBetween;
};

struct FilledChain {
  std::unique_ptr<Stage> stage;
  Schema schema;                             // after the last revision
  std::map<std::string, std::string> empty;  // tables without rows, and why
};

// `base` is SQL that runs first; may be empty. A revision that fails on made-up rows only is given none: the chain is
// history, it is not on trial. Throws what a revision throws without rows.
[[nodiscard]] FilledChain replay_with_rows(const Dialect& dialect, const Source& base, const Plan& plan,
                                           const FillRequest& request);

}  // namespace aludel
