// What `revision` and `merge` share: the wish that their options make, and the file that is written.
#pragma once

#include "cli/environment.h"
#include "revision/new_revision.h"

namespace aludel {

// From -m, --head, --splice, --branch-label, --depends-on, --rev-id and --version-path.
[[nodiscard]] RevisionWish wish_of(const Arguments& arguments);
// Writes the file, tells where, and runs the hooks on it.
void write_and_tell(Environment& environment, NewRevision revision);

}  // namespace aludel
