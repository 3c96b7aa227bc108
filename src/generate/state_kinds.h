// The states that are run on scratch before they are read.
#pragma once

#include <memory>
#include <string>

#include "generate/state.h"

namespace aludel {

[[nodiscard]] std::unique_ptr<State> make_model_state(const StateSources& sources, ModelSpec spec);
}  // namespace aludel
