// The rows of the version table, read as revisions, and how they change step by step.
#pragma once

#include <vector>

#include "revision/graph.h"
#include "revision/walk.h"

namespace aludel {

// In load order: the order in which a database gives its rows means nothing. Throws kUnknownHead (an id that no file
// has) or kCorruptHeads (a row twice, or below another row).
[[nodiscard]] std::vector<Node> read_rows(const RevisionGraph& graph, const Rows& rows);

// Follows the rows through a run. The rows are always the applied revisions that no applied one follows or depends on
// (rule 56), so a step asks only its own edges.
class VersionRows {
 public:
  VersionRows(const RevisionGraph& graph, const std::vector<Node>& rows);

  [[nodiscard]] const NodeSet& applied() const { return applied_; }
  HeadsChange apply(Node node);
  HeadsChange take_back(Node node);

 private:
  const RevisionGraph& graph_;
  NodeSet applied_;
  std::vector<std::uint32_t> applied_children_;
};

}  // namespace aludel
