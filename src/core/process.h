// Programs that Aludel starts: editors and hooks. Never through a shell.
#pragma once

#include <string>
#include <vector>

namespace aludel {

// Runs `words[0]` (looked up in PATH) with the rest as its arguments, in `directory`, on our own terminal, and waits
// for it. Returns its exit status, 128 + signal if a signal ended it. Throws kHook if it cannot be started.
[[nodiscard]] int run_program(const std::vector<std::string>& words, const std::string& directory);

}  // namespace aludel
