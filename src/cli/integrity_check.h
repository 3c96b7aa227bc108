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

// The graph, for a command that works on the database: a file that is gone, so that the chain has a gap, is told with
// kMissingRevision if the database knows it as applied.
[[nodiscard]] const RevisionGraph& graph_for_database(Environment& environment);

// Whether `rows` are none although Alembic's table names revisions of ours: throws kConfig, since all would run again.
void require_not_alembics(Environment& environment, const Database& database, const Rows& rows);
// The revisions of ours that Alembic's table names, if it is not the one that is used.
[[nodiscard]] Rows rows_of_alembic(Environment& environment, const Database& database);

// What the ledger says of the revisions that `rows` imply against their files. REQUIRES: environment.want_checksums()
// was called first.
[[nodiscard]] Integrity integrity_of(Environment& environment, const Rows& rows, const Records& records);

// A downgrade does not take back what never ran: throws kLateRevision if the way down to `target` meets such a
// revision.
void require_not_late(Environment& environment, const Standing& standing, const std::string& target);

struct Unedited {
  Rows rows;                     // that were looked at
  std::vector<Node> unrecorded;  // applied by others: for accept_foreign()
};
// Throws kEditedRevision, kMissingRevision or kLateRevision, after recording what `accepted` names. `standing` is read
// again if it has changed while the files were read.
[[nodiscard]] Unedited require_unedited(Environment& environment, Database& database, Standing standing,
                                        const std::vector<std::string>& accepted);

}  // namespace aludel
