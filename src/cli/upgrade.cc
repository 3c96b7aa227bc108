// aludel upgrade [REVISION]: applies revisions until the database stands at REVISION (Alembic's rules 31-42).
#include <algorithm>
#include <array>
#include <functional>
#include <future>
#include <utility>

#include "cli/command.h"
#include "cli/environment.h"
#include "cli/integrity_check.h"
#include "cli/move.h"
#include "core/error.h"
#include "dialect/schema_dialect.h"
#include "migrate/plan.h"
#include "migrate/progress.h"

namespace aludel {
namespace {

// A database with what it says of itself.
struct Look {
  Database database;
  Standing standing;
};

Look look_at(Database database) {
  Standing standing = standing_of(database);
  return {std::move(database), std::move(standing)};
}

// The database is made only if `check` does not throw: what is refused leaves nothing behind.
Look take_or_create(std::future<Look> first_look, Environment& environment, bool create,
                    const std::function<void()>& check) {
  try {
    return first_look.get();
  } catch (const Error& failure) {
    if (!create || failure.code() != Code::kNoDatabase) throw;
  }
  check();
  return look_at(environment.open(Missing::kCreate));
}

// Whether there are tables, though nothing was ever applied here.
bool is_legacy(const Database& database) {
  const SchemaDialect* schemas = database.dialect->schemas();
  if (schemas == nullptr) return false;
  try {
    const bool halfway = !Progress(*database.connection, *database.dialect, database.tables).halfway().empty();
    return database.heads().empty() && !halfway &&
           !schemas->introspect(*database.connection, database.tables.names()).tables.empty();
  } catch (const Error&) {
    return false;  // the failure itself is to be told
  }
}

Exit run(const Arguments& arguments, Environment& environment) {
  const std::string target = arguments.get_or("REVISION", "head");
  if (wants_script(arguments, target)) {
    return print_script(environment, target, Direction::kUp, arguments.has("--transaction-per-revision"));
  }
  RunOptions options = run_options(arguments);
  // Deferred: it is taken while files are read, if they are many, else by get(), which also tells what went wrong.
  std::future<Look> first_look = std::async(std::launch::deferred, [&] {
    return look_at(environment.open(options.dry_run ? Missing::kPretend : Missing::kRefuse));
  });
  environment.want_checksums();
  bool before_files = false;
  environment.meanwhile([&] {
    before_files = true;
    first_look.wait();
  });
  const RevisionGraph& graph = graph_for_database(environment);
  const auto check = [&] {
    static_cast<void>(
        make_plan(path_to(graph, {}, target, Direction::kUp), environment.revisions(), environment.dialect()));
  };
  Look look = take_or_create(std::move(first_look), environment, !options.dry_run, check);
  look.standing.before_files = before_files;
  Database& database = look.database;
  const auto& [rows, unrecorded] =
      require_unedited(environment, database, std::move(look.standing), arguments.all("--accept-edit"));
  options.seen = rows;
  require_not_alembics(environment, database, rows);
  if (!unrecorded.empty() && !options.dry_run && !path_to(graph, rows, target, Direction::kUp).empty()) {
    accept_foreign(*database.connection, *database.dialect, database.tables, environment.revisions(), unrecorded);
  }
  try {
    return run_move(environment, database, absolute_route(graph, target, Direction::kUp), options, Direction::kUp);
  } catch (Error& failure) {
    if (failure.code() == Code::kStatement && rows.empty() && is_legacy(database)) {
      failure = std::move(failure).help(
          "if this database had a schema before there were revisions, run `aludel adopt` first: it finds where the "
          "database stands");
      auto& help = failure.diagnostic().help;
      std::rotate(help.begin(), help.end() - 1, help.end());
    }
    throw;
  }
}

constexpr std::array kPositionals = {Positional{
    "REVISION", "where to go: an id or its beginning, head (the default), heads, +N, a branch label, label@head ...",
    Count::kOptional, Kind::kRevision}};

constexpr std::array kOptions = {
    Option{"--sql", "",
           "print the script for the database's own shell instead of running it; REVISION may be a range a:b"},
    Option{"--dry-run", "", "run everything in one transaction, then roll it back"},
    Option{"--backup", "PATH", "copy the database to a new file first", Kind::kFile},
    Option{"--transaction-per-revision", "", "commit after each revision, and wait until it is on disk"},
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
    "applies, the others wait and find nothing to do. After a crash, run it again.",
    kPositionals,
    kOptions,
    run,
};

}  // namespace aludel
