// Whether the files of applied revisions are what ran.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "aludel/error.h"
#include "dialect/dialect.h"
#include "migrate/ledger.h"
#include "migrate/revision_set.h"
#include "revision/graph.h"

namespace aludel {

struct Edited {
  Node node = 0;
  std::string recorded;  // checksum when it ran
  std::string present;   // checksum now; empty if the file has no such section any more
};

struct Integrity {
  std::vector<Edited> edited;
  std::vector<std::string> missing;  // plain ones: the ledger says applied, and there is no file
  std::vector<Node> late;            // a run of ours went past them: see late_revisions()
  std::vector<Node> unverified;      // applied, and the ledger has no checksum
  std::vector<Node> unrecorded;      // of these, what the ledger does not call applied at all; newest first
};

// Revisions that the version table implies, that the ledger does not call applied, and that a revision applied by a run
// or a stamp of ours needs: the file came later. (Both record what others applied before, see accept_foreign() and
// StampWork::standing, so that such an absence tells something.) `applied`: as below, newest first.
[[nodiscard]] std::vector<Node> late_revisions(const RevisionGraph& graph, std::span<const Node> applied,
                                               const Records& records);

// Compares the applied revisions with the ledger. `applied`: the nodes of the rows and all their ancestors.
[[nodiscard]] Integrity check_integrity(const RevisionSet& revisions, const RevisionGraph& graph,
                                        std::span<const Node> applied, const Records& records);
// The refusal of a run: kEditedRevision, kMissingRevision or kLateRevision, with all checksums and the way on.
void require_integrity(const Integrity& integrity, const RevisionSet& revisions);
[[nodiscard]] Error late_revision(std::span<const Node> late, const RevisionSet& revisions);
// `--accept-edit REV`: records the present checksum of an applied revision.
void accept_edit(Connection& connection, const Dialect& dialect, const OwnTables& tables, const RevisionSet& revisions,
                 Node node);
// Before a run: records what was applied by others (Alembic, a row moved by hand), with the files as they are now.
void accept_foreign(Connection& connection, const Dialect& dialect, const OwnTables& tables,
                    const RevisionSet& revisions, std::span<const Node> unrecorded);
// The same for one whose file is gone: from now on the ledger does not call it applied.
void accept_missing(Connection& connection, const Dialect& dialect, const OwnTables& tables, const std::string& id);

}  // namespace aludel
