// Programs that Aludel starts: editors, hooks, and what prints a model.
#pragma once

#include <string>
#include <vector>

namespace aludel {

// Where a program's standard output goes.
enum class Output { kOurs, kErrors };  // to our own, or to our standard error

// Runs `words[0]` (looked up in PATH) with the rest as its arguments, in `directory`, on our own terminal, and waits
// for it. No shell. Returns its exit status, 128 + signal if a signal ended it. Throws kHook if it cannot be started.
[[nodiscard]] int run_program(const std::vector<std::string>& words, const std::string& directory, Output output);

struct ProgramResult {
  int status = 0;  // as run_program() gives it
  std::string output;
  std::string errors;  // standard error, without the line end behind it
};

// The same, with nothing to read and with what it writes kept. Throws kModel if it cannot be started.
[[nodiscard]] ProgramResult capture_program(const std::vector<std::string>& words, const std::string& directory);

}  // namespace aludel
