// The states that are run on scratch before they are read.
#pragma once

#include <memory>
#include <string>

#include "generate/state.h"

namespace aludel {

// `word` stands before its name.
[[nodiscard]] std::unique_ptr<State> make_model_state(const StateSources& sources, ModelSpec spec,
                                                      const std::string& word);

}  // namespace aludel
