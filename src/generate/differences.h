// What is not as it should be, as notes of an error.
#pragma once

#include <string>
#include <vector>

#include "aludel/error.h"
#include "schema/schema.h"

namespace aludel {

// What would have to change so that `is` becomes `should`, a line each; empty exactly if they are equal, seen from both
// sides.
[[nodiscard]] std::vector<std::string> differences(const Schema& is, const Schema& should);

// The lines as notes, not too many.
[[nodiscard]] Error with_notes(Error failure, const std::vector<std::string>& lines);

}  // namespace aludel
