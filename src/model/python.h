// The Python of a project: the one that has its packages.
#pragma once

#include <string>

#include "model/model.h"

namespace aludel {

// The configured one; else that of the virtual environment that is active; else of the one in `.venv`, `venv` or `env`
// beside the configuration or above it; else `python3` of PATH. Throws kModel if the configured one does not exist.
[[nodiscard]] std::string find_python(const ModelSpec& spec);

}  // namespace aludel
