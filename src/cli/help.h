// Help, the man page and completion scripts: all made from the list of commands.
#pragma once

#include <string>

#include "cli/command.h"
#include "report/console.h"

namespace aludel {

// `aludel upgrade [REVISION] [OPTIONS]`
[[nodiscard]] std::string usage_line(const Command& command);
[[nodiscard]] std::string overview(const Console& console);
[[nodiscard]] std::string command_help(const Command& command, const Console& console);
[[nodiscard]] std::string man_page();
// docs/commands.md.
[[nodiscard]] std::string reference_page();
// `shell` is bash, zsh or fish. Throws kUsage.
[[nodiscard]] std::string completion_script(const std::string& shell);

}  // namespace aludel
