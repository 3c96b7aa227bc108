// The states that are run on scratch before they are read.
#pragma once

#include <memory>
#include <string>

#include "generate/state.h"

namespace aludel {

[[nodiscard]] std::unique_ptr<State> make_model_state(const StateSources& sources, ModelSpec spec);
// `target` as the graph reads it; `current`: where the configured database stands.
[[nodiscard]] std::unique_ptr<State> make_chain_state(const StateSources& sources, std::string target);

}  // namespace aludel
