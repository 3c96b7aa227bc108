// aludel merge REVISIONS...: one revision that follows several, so that there is one head again.
#include <array>

#include "cli/command.h"
#include "cli/environment.h"
#include "cli/write_revision.h"

namespace aludel {
namespace {

Exit run(const Arguments& arguments, Environment& environment) {
  RevisionWish wish = wish_of(arguments);
  wish.heads = arguments.all("REVISIONS");
  write_and_tell(environment, plan_merge(environment.graph(), environment.config().migrations, wish));
  return Exit::kDone;
}

constexpr std::array kPositionals = {
    Positional{"REVISIONS", "what to merge: ids, labels, or `heads` for all heads", Count::kSeveral, Kind::kRevision}};
constexpr std::array kOptions = {
    Option{"-m,--message", "TEXT", "what is merged"},
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
    "It does nothing by itself: its sections are marked `nothing`.",
    kPositionals,
    kOptions,
    run,
};

}  // namespace aludel
