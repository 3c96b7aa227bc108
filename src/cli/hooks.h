// Programs that the configuration asks to run on a new revision file: formatters, `git add`.
#pragma once

#include <string>

#include "cli/environment.h"

namespace aludel {

// Runs the hooks in order; `{file}` in an argument is the file's absolute path. Throws kHook at the first that fails;
// the file stays.
void run_post_write_hooks(Environment& environment, const std::string& path);

}  // namespace aludel
