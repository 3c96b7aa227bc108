// What the commands that write a revision file share: the wish that their options make, and the file that is written.
#pragma once

#include <string>

#include "cli/environment.h"
#include "revision/new_revision.h"

namespace aludel {

// From -m, --head, --splice, --branch-label, --depends-on, --rev-id and --version-path.
[[nodiscard]] RevisionWish wish_of(const Arguments& arguments);
// Sets when it was created; only then has its file a name.
void date(Environment& environment, NewRevision& revision);
// Where its file belongs.
[[nodiscard]] std::string path_of(Environment& environment, const NewRevision& revision);
// Writes the file, tells where, and runs the hooks on it. `document` gets what the file is and is told last.
void write_and_tell(Environment& environment, NewRevision revision, Json document = {});

}  // namespace aludel
