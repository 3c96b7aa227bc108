// A chain of revisions replayed on scratch, with rows put in between them: so that a table holds rows that are older
// than its last columns, as in a database that has lived.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>

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

// Puts rows into the tables of a database that are new or not what they were when it was last called.
class Filler {
 public:
  Filler(const SchemaDialect& dialect, const FillRequest& request);

  // From here on. Its pointers must stay valid while fill() is called.
  void suit(LaterSchema later) { rows_.suit(std::move(later)); }
  void fill(Connection& connection);
  [[nodiscard]] bool has_rows() const { return has_rows_; }
  // Of tables that it has read, which is what takes its time.
  [[nodiscard]] std::size_t readings() const { return readings_; }
  [[nodiscard]] const std::map<std::string, std::string>& empty() const { return rows_.empty(); }

 private:
  const SchemaDialect* dialect_;
  std::function<bool(const Table&)> wanted_;
  RowMaker rows_;
  Schema filled_;
  std::string stamp_;
  std::size_t readings_ = 0;
  bool has_rows_ = false;
};

struct FilledChain {
  std::unique_ptr<Stage> stage;
  Schema schema;                             // after the last revision
  std::map<std::string, std::string> empty;  // tables without rows, and why
};

// `base` is SQL that runs first; may be empty. A revision that fails on made-up rows only is given none: the chain is
// history, it is not on trial. Throws what a revision throws without rows.
[[nodiscard]] FilledChain replay_with_rows(const SchemaDialect& dialect, const Source& base, const Plan& plan,
                                           const FillRequest& request);

// The same where the chain has run already: `copy` stands where it ends, with this schema, and the rows are all new.
[[nodiscard]] FilledChain fill_copy(const SchemaDialect& dialect, std::unique_ptr<Connection> copy,
                                    const Schema& schema, const FillRequest& request);

}  // namespace aludel
