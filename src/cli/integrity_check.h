// The test for edited and deleted files of applied revisions, as commands need it.
#pragma once

#include "cli/environment.h"
#include "migrate/integrity.h"

namespace aludel {

// What the database says of its applied revisions against their files. REQUIRES: environment.want_checksums() was
// called first.
[[nodiscard]] Integrity integrity_of(Environment& environment, Database& database, const Rows& rows);

// Throws kEditedRevision or kMissingRevision, after recording what `accepted` names.
void require_unedited(Environment& environment, Database& database, const std::vector<std::string>& accepted);

}  // namespace aludel
