// aludel upgrade [REVISION]: applies revisions until the database stands at REVISION (Alembic's rules 31-42).
#include <array>

#include "cli/command.h"
#include "cli/environment.h"
#include "cli/integrity_check.h"
#include "cli/move.h"
#include "migrate/plan.h"

namespace aludel {
namespace {

Exit run(const Arguments& arguments, Environment& environment) {
  const std::string target = arguments.get_or("REVISION", "head");
  if (wants_script(arguments, target)) {
    return print_script(environment, target, Direction::kUp, arguments.has("--transaction-per-revision"));
  }
  const RunOptions options = run_options(arguments);
  environment.want_checksums();
  const RevisionGraph& graph = environment.graph();
  const auto check = [&] {
    static_cast<void>(
        make_plan(path_to(graph, {}, target, Direction::kUp), environment.revisions(), environment.dialect()));
  };
  Database database = options.dry_run ? environment.open(Missing::kPretend) : environment.open_or_create(check);
  require_unedited(environment, database, arguments.all("--accept-edit"));
  return run_move(environment, database, absolute_route(graph, target, Direction::kUp), options, Direction::kUp);
}

constexpr std::array kPositionals = {Positional{
    "REVISION", "where to go: an id or its beginning, head (the default), heads, +N, a branch label, label@head ...",
    Count::kOptional, Kind::kRevision}};

constexpr std::array kOptions = {
    Option{"--sql", "",
           "print the script for the database's own shell instead of running it; REVISION may be a range a:b"},
    Option{"--dry-run", "", "run everything in one transaction, then roll it back"},
    Option{"--backup", "PATH", "copy the database to a new file first", Kind::kFile},
    Option{"--transaction-per-revision", "", "commit after each revision"},
    Option{"--single-transaction", "", "all revisions or none"},
    Option{"--accept-edit",
           "REVISION",
           "record the file of an applied revision as it is now (may be repeated)",
           Kind::kRevision,
           {},
           true},
};

}  // namespace

extern const Command kUpgrade = {
    "upgrade",
    Group::kDatabase,
    "apply revisions",
    "Applies what is missing on the way to REVISION, dependencies first. Safe to run from many processes at once: one "
    "applies, the "
    "others wait and find nothing to do. After a crash, run it again.",
    kPositionals,
    kOptions,
    run,
};

}  // namespace aludel
