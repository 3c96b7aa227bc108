// The command line, read.
#pragma once

#include "cli/command.h"

namespace aludel {

struct CommandLine {
  const Command* command = nullptr;  // none: only global options were given
  Arguments global;
  Arguments arguments;
};

// Throws kUsage, with suggestions for what is misspelt.
[[nodiscard]] CommandLine parse_command_line(std::span<const char* const> words);

}  // namespace aludel
