// What `upgrade` and `downgrade` share: where to go, the ways to say so, and the run.
#pragma once

#include "cli/environment.h"
#include "migrate/runner.h"
#include "migrate/stamp.h"

namespace aludel {

// What the options of a run say. Throws kUsage where they exclude each other.
[[nodiscard]] RunOptions run_options(const Arguments& arguments);

// Whether a script is wanted instead of a run (`--sql`). Throws kUsage for options that only a run has, kBadRange for a
// range without --sql.
[[nodiscard]] bool wants_script(const Arguments& arguments, const std::string& target);

// Where a command goes from given rows.
[[nodiscard]] Path path_to(const RevisionGraph& graph, const Rows& rows, const std::string& target,
                           Direction direction);

// A route that stays the same when another process moves the database meanwhile: a relative target counts from the rows
// that were there first.
[[nodiscard]] Route absolute_route(const RevisionGraph& graph, const std::string& target, Direction direction);

// `at ae10 (head)`, `at <base>`: where rows stand.
[[nodiscard]] std::string stands_at(const RevisionGraph& graph, const Rows& rows);

// A change of the version table as a stamp does it, with the revisions that become applied or not, for the ledger.
// REQUIRES: environment.want_checksums() was called first.
[[nodiscard]] StampWork stamp_work(Environment& environment, const Rows& rows, HeadsChange change);

// The run itself, told as it goes.
Exit run_move(Environment& environment, Database& database, const Route& route, const RunOptions& options,
              Direction direction);

// `--sql`: the script of a range `a:b` or of a target from base.
Exit print_script(Environment& environment, const std::string& range, Direction direction, bool per_revision);

}  // namespace aludel
