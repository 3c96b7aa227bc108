// aludel downgrade REVISION: takes revisions back until the database stands at REVISION (Alembic's rules 43-52).
#include <array>

#include "cli/command.h"
#include "cli/environment.h"
#include "cli/integrity_check.h"
#include "cli/move.h"
#include "core/error.h"

namespace aludel {
namespace {

Exit run(const Arguments& arguments, Environment& environment) {
  const std::string target = arguments.get_or("REVISION", "");
  if (wants_script(arguments, target)) {
    if (target.find(':') == std::string::npos) {
      throw error(Code::kBadRange,
                  "`downgrade --sql` needs a range FROM:TO, since it does not ask the database where it stands")
          .help("for example `aludel downgrade --sql head:base`");
    }
    return print_script(environment, target, Direction::kDown, arguments.has("--transaction-per-revision"));
  }
  const RunOptions options = run_options(arguments);
  const RevisionGraph& graph = graph_for_database(environment);
  Database database = environment.open(Missing::kRefuse);
  require_not_late(environment, standing_of(database), target);
  return run_move(environment, database, absolute_route(graph, target, Direction::kDown), options, Direction::kDown);
}

constexpr std::array kPositionals = {Positional{
    "REVISION", "where to go: an id, base, -1, a branch label with @base ...", Count::kOne, Kind::kRevision}};

constexpr std::array kOptions = {
    Option{"--sql", "",
           "print the script for the database's own shell instead of running it; REVISION is a range from:to"},
    Option{"--dry-run", "", "run everything in one transaction, then roll it back"},
    Option{"--backup", "PATH", "copy the database to a new file first", Kind::kFile},
    Option{"--transaction-per-revision", "", "commit after each revision, and wait until it is on disk"},
    Option{"--single-transaction", "", "all revisions or none"},
};

}  // namespace

extern const Command kDowngrade = {
    "downgrade",
    Group::kDatabase,
    "take revisions back",
    "Runs the `down` sections of what stands above REVISION, newest first; REVISION itself stays. "
    "`aludel downgrade -1` takes the last one back.",
    kPositionals,
    kOptions,
    run,
};

}  // namespace aludel
