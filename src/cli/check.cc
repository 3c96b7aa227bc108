// aludel check: is there a migration to be written? With --drift: is the database what its revision says?
#include <array>
#include <string>
#include <utility>

#include "cli/command.h"
#include "cli/compare_states.h"
#include "cli/move.h"
#include "core/error.h"
#include "core/listed.h"
#include "migrate/progress.h"

namespace aludel {
namespace {

Error drift_of(const Comparison& comparison, const State& expected, Environment& environment) {
  Database database = environment.open(Missing::kRefuse);
  Error drift = error(Code::kDrift, "`{}` is not what {} makes: {}", database.name, expected.name(),
                      counted(comparison.changes.size(), "difference"));
  drift = std::move(drift).note("`+` is in the database only, `-` is missing there");
  if (database.heads().empty()) {
    return std::move(drift)
        .note("no revision is recorded in the database")
        .help("`aludel adopt` finds the revision at which it stands");
  }
  Progress progress(*database.connection, *database.dialect, database.tables);
  if (progress.exists() && !progress.halfway().empty()) {
    return std::move(drift)
        .note(fmt::format("revision `{}` is half-way", progress.halfway().front().revision))
        .help("`aludel upgrade` goes on with it");
  }
  return std::move(drift).help(
      "`aludel diff database current --sql` prints what would put it right; a revision of the same change keeps it");
}

// What one comparison came to.
struct Checked {
  std::string from;
  std::size_t differences = 0;
  Json document;
};

Checked check(const Arguments& arguments, Environment& environment) {
  const bool drift = arguments.has("--drift");
  const StateSources sources = state_sources(arguments, environment);
  const StateName expected{StateKind::kRevision, drift ? "current" : "head"};
  const StateName database{StateKind::kDatabase, ""};
  const auto from = make_state(arguments.has("--from-database") ? database : expected, sources);
  const auto to = make_state(drift ? database : StateName{StateKind::kModel, ""}, sources);

  ComparisonOptions options = comparison_options(arguments, environment);
  options.renames.no_others = true;  // either way there is a difference
  const Comparison comparison = compare_states(*from, *to, arguments, environment, options);
  tell_comparison(*from, *to, comparison, environment.console());
  Checked checked{from->name(), comparison.changes.size(), document_of(*from, *to, comparison)};
  if (drift && !comparison.empty()) {
    environment.console().document(checked.document);
    throw drift_of(comparison, *from, environment);
  }
  return checked;
}

// With several engines, the head and the model of each.
Checked check_each(const Arguments& arguments, Environment& environment) {
  Json documents;
  Checked all;
  environment.on_each_dialect([&](const std::string& name) {
    Checked one = check(arguments, environment);
    documents.set(name, std::move(one.document));
    all.from = one.from;
    all.differences += one.differences;
  });
  all.document.set("dialects", std::move(documents));
  return all;
}

Exit run(const Arguments& arguments, Environment& environment) {
  const bool drift = arguments.has("--drift");
  const bool live = arguments.has("--from-database");
  if (drift && live) throw error(Code::kUsage, "--drift and --from-database exclude each other");
  const bool each = !environment.config().dialects.empty() && !drift && !live;
  const Checked checked = each ? check_each(arguments, environment) : check(arguments, environment);
  environment.console().document(checked.document);
  if (checked.differences == 0) return Exit::kDone;
  throw error(Code::kDifferent, "{} is not what the model describes: {}", checked.from,
              counted(checked.differences, "difference"))
      .help(fmt::format("`aludel revision --autogenerate{} -m MESSAGE` writes the migration",
                        live ? " --from-database" : ""));
}

constexpr std::array kOptions = {
    Option{"--drift", "", "compare the database with the revision that it says it is at; exit with 4 if they differ"},
    Option{"--from-database", "", "compare the database, instead of the head, with the model"},
    kTableOption,
    kColumnOrderOption,
    kNoCacheOption,
};

}  // namespace

extern const Command kCheck = {
    "check",
    Group::kLook,
    "check that the revisions make what the model describes, or that the database is what its revision says",
    "Runs the revisions up to the head on a scratch database and compares what they make with the model. Exits with 3 "
    "if there is a migration to be written, and shows what it would change. The database is not needed.",
    {},
    kOptions,
    run,
};

}  // namespace aludel
