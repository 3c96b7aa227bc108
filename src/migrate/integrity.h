// Whether the files of applied revisions are what ran.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

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
  std::vector<Node> unverified;      // applied, and the ledger has no checksum
};

// Compares the applied revisions with the ledger. `applied`: the nodes of the rows and all their ancestors.
[[nodiscard]] Integrity check_integrity(const RevisionSet& revisions, const RevisionGraph& graph,
                                        std::span<const Node> applied, const Records& records);
// The refusal of a run: kEditedRevision or kMissingRevision, with all checksums and the way on.
void require_integrity(const Integrity& integrity, const RevisionSet& revisions);
// `--accept-edit REV`: records the present checksum of an applied revision.
void accept_edit(Connection& connection, const Dialect& dialect, const OwnTables& tables, const RevisionSet& revisions,
                 Node node);
// The same for one whose file is gone: from now on the ledger does not call it applied.
void accept_missing(Connection& connection, const Dialect& dialect, const OwnTables& tables, const std::string& id);

}  // namespace aludel
