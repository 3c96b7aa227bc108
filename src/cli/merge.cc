// aludel merge REVISIONS...: one revision that follows several, so that there is one head again.
#include <array>

#include <fmt/core.h>

#include "cli/command.h"
#include "cli/environment.h"
#include "cli/generate_options.h"
#include "cli/write_revision.h"
#include "core/listed.h"
#include "core/utf8.h"
#include "generate/commute.h"

namespace aludel {
namespace {

// What the header says of the proof.
std::string proof_of(const Commutation& found) {
  if (!found.unproven.empty()) return "none: " + printable(found.unproven);
  return "the same schema in either order of " + counted(found.revisions, "revision");
}

Exit run(const Arguments& arguments, Environment& environment) {
  RevisionWish wish = wish_of(arguments);
  wish.heads = arguments.all("REVISIONS");
  NewRevision revision = plan_merge(environment.graph(), environment.config().migrations, wish);
  Console& console = environment.console();
  Commutation found;
  const SchemaDialect* schemas = environment.project_dialect().schemas();
  if (arguments.has("--unproven")) {
    found.unproven = "--unproven was given";
  } else if (schemas == nullptr || !schemas->capabilities().generates) {
    found.unproven = fmt::format("nothing is proven on {} yet", environment.project_dialect().name());
  } else {
    console.transient("running the branches in either order");
    found = prove_commuting(*schemas, environment.graph(), environment.revisions(), revision.revises,
                            row_hints(environment.config()));
    console.transient("");
    if (!found.unproven.empty()) {
      console.status(fmt::format("note: not proven, since the revisions do not run on an empty database: {}",
                                 printable(found.unproven)));
    }
    for (const std::string& line : found.rows)
      console.status(fmt::format("note: rows depend on the order of the branches: {}", printable(line)));
  }
  revision.proof = proof_of(found);
  write_and_tell(environment, std::move(revision),
                 Json().set("commutes", found.unproven.empty()).set("rows", Json::list(found.rows)));
  return Exit::kDone;
}

constexpr std::array kPositionals = {
    Positional{"REVISIONS", "what to merge: ids, labels, or `heads` for all heads", Count::kSeveral, Kind::kRevision}};
constexpr std::array kOptions = {
    Option{"-m,--message", "TEXT", "what is merged"},
    Option{"--unproven", "", "do not try whether the order of the branches matters"},
    Option{"--splice", "", "merge revisions that are not heads"},
    Option{"--branch-label", "LABEL", "a name for the branch that begins here", Kind::kText, {}, true},
    Option{"--depends-on", "REVISION", "a revision that must be applied first", Kind::kRevision, {}, true},
    Option{"--rev-id", "ID", "its id, instead of a random one"},
    Option{"--version-path", "FOLDER", "the folder, if several are configured", Kind::kFile},
};

}  // namespace

extern const Command kMerge = {
    "merge",
    Group::kProject,
    "write a revision that joins branches",
    "It does nothing by itself: its sections are marked `nothing`. Before it is written, the branches are run on "
    "scratch databases in either order: if the schema is not the same in the end, what collides is named and nothing "
    "is written.",
    kPositionals,
    kOptions,
    run,
};

}  // namespace aludel
