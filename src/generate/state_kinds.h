// The states that are run on scratch before they are read.
#pragma once

#include <memory>
#include <string>

#include "generate/state.h"

namespace aludel {

// `word` stands before its name.
[[nodiscard]] std::unique_ptr<State> make_model_state(const StateSources& sources, ModelSpec spec,
                                                      const std::string& word);
// `target` as the graph reads it; `current`: where the configured database stands.
[[nodiscard]] std::unique_ptr<State> make_chain_state(const StateSources& sources, std::string target);

}  // namespace aludel
