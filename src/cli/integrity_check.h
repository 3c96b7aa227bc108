// The test for edited and deleted files of applied revisions, as commands need it.
#pragma once

#include "cli/environment.h"
#include "migrate/integrity.h"

namespace aludel {

// What a database says of itself. It needs no files, so it may be read before they are.
struct Standing {
  Rows rows;
  Records records;
  bool before_files = false;  // it was read before the files, so it may be older than they are
};
[[nodiscard]] Standing standing_of(const Database& database);

// What the ledger says of the revisions that `rows` imply against their files. REQUIRES: environment.want_checksums()
// was called first.
[[nodiscard]] Integrity integrity_of(Environment& environment, const Rows& rows, const Records& records);

// Throws kEditedRevision or kMissingRevision, after recording what `accepted` names. `standing` is read again if it has
// changed while the files were read; returns the rows that were looked at.
Rows require_unedited(Environment& environment, Database& database, Standing standing,
                      const std::vector<std::string>& accepted);

}  // namespace aludel
