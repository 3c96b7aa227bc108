// The one list of commands, and the options that all of them take.
#include <algorithm>
#include <array>

#include "cli/command.h"

namespace aludel {

extern const Command kUpgrade, kDowngrade, kStamp, kEnsureVersion, kAdopt, kWait;
extern const Command kStatus, kCurrent, kPlan, kDiff, kCheck, kHistory, kHeads, kBranches, kShow, kInspect;
extern const Command kInit, kRevision, kMerge, kEdit, kTest;
extern const Command kCompletion, kMan, kFailpointList;

namespace {

constexpr std::array kCommands = {
    &kUpgrade, &kDowngrade,  &kStamp, &kEnsureVersion, &kAdopt,  // move a database
    &kStatus,  &kCurrent,    &kPlan,  &kDiff,          &kCheck,
    &kInspect, &kHistory,    &kHeads, &kBranches,      &kShow,  // look
    &kInit,    &kRevision,   &kMerge, &kEdit,          &kTest,  // work on revisions
    &kWait,    &kCompletion, &kMan,   &kFailpointList,          // other
};

constexpr std::array kGlobalOptions = {
    Option{"-c,--config", "FILE", "the configuration file, instead of looking for one", Kind::kFile},
    Option{"--env", "NAME", "the environment of the configuration to use: [env.NAME]"},
    Option{"--url", "URL", "the database, instead of the configured one"},
    Option{"--format", "FORMAT", "text, json (one document) or jsonl (events as they happen)", Kind::kChoice,
           "text,json,jsonl"},
    Option{"-q,--quiet", "", "no status lines"},
    Option{"-v,--verbose", "", "say more"},
    Option{"--color", "WHEN", "auto, always or never; NO_COLOR is respected", Kind::kChoice, "auto,always,never"},
    Option{"-h,--help", "", "this help"},
    Option{"-V,--version", "", "the version"},
};

}  // namespace

std::span<const Command* const> commands() { return kCommands; }

const Command* find_command(std::string_view name) {
  const auto* found =
      std::find_if(kCommands.begin(), kCommands.end(), [&](const Command* command) { return command->name == name; });
  return found == kCommands.end() ? nullptr : *found;
}

std::span<const Option> global_options() { return kGlobalOptions; }

}  // namespace aludel
