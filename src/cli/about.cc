// Commands about Aludel itself: completion, man, failpoints.
#include <array>

#include "cli/command.h"
#include "cli/environment.h"
#include "cli/help.h"
#include "core/error.h"
#include "core/failpoint.h"

namespace aludel {
namespace {

Exit run_completion(const Arguments& arguments, Environment& environment) {
  environment.console().raw(completion_script(arguments.get_or("SHELL", "")));
  return Exit::kDone;
}

Exit run_man(const Arguments& arguments, Environment& environment) {
  environment.console().raw(arguments.has("--markdown") ? reference_page() : man_page());
  return Exit::kDone;
}

Exit run_failpoints(const Arguments& /*arguments*/, Environment& environment) {
#ifdef ALUDEL_FAILPOINTS
  for (const std::string_view point : kFailpoints) environment.console().raw(fmt::format("{}\n", point));
  return Exit::kDone;
#else
  (void)environment;
  throw error(Code::kUsage, "this build has no failpoints").help("configure with `cmake --preset dev`");
#endif
}

constexpr std::array kManOptions = {Option{"--markdown", "", "the same as docs/commands.md"}};
constexpr std::array kShell = {Positional{"SHELL", "bash, zsh or fish", Count::kOne, Kind::kText}};

}  // namespace

extern const Command kCompletion = {
    "completion",
    Group::kOther,
    "print a completion script for a shell",
    "For bash: source <(aludel completion bash)",
    kShell,
    {},
    run_completion,
};

extern const Command kMan = {"man", Group::kHidden, "print the man page", "", {}, kManOptions, run_man};

extern const Command kFailpointList = {"failpoints", Group::kHidden, "print the failpoints of a test build", "", {},
                                       {},           run_failpoints};

}  // namespace aludel
