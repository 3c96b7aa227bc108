// One marker line: `-- migrate:up dialect:sqlite transaction:false`.
#pragma once

#include "revision/revision.h"

namespace aludel {

// Reads the marker that stands at `line`. The section's body is left empty. Throws kMarker.
[[nodiscard]] Section read_marker(const Source& source, Span line);

}  // namespace aludel
