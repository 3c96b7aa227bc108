#include "revision/version_rows.h"

#include <algorithm>
#include <utility>

#include "core/error.h"
#include "revision/candidates.h"

namespace aludel {

std::vector<Node> read_rows(const RevisionGraph& graph, const Rows& rows) {
  std::vector<Node> nodes;
  NodeSet seen(graph.size());
  for (const std::string& row : rows) {
    const auto node = graph.find(row);
    if (!node) {
      Error fault = error(Code::kUnknownHead, "the database stands at `{}`, which is in none of: {}", row,
                          graph.places().folder_text());
      suggest(graph, row, fault);
      throw std::move(fault)
          .help("get the file of that revision: it may be on another branch, or in a newer release than this one")
          .help("or say where the database really stands: `aludel stamp --purge REVISION`");
    }
    if (!seen.add(*node)) {
      throw error(Code::kCorruptHeads, "the version table holds `{}` twice", row)
          .help(fmt::format("run `aludel stamp --purge {}`", row));
    }
    nodes.push_back(*node);
  }
  if (const auto overlap = find_overlap(graph, nodes)) {
    throw error(Code::kCorruptHeads, "the version table holds `{}` and `{}`, but `{}` includes `{}`",
                graph.id(overlap->above), graph.id(overlap->below), graph.id(overlap->above), graph.id(overlap->below))
        .help("find out what the database holds, then say it: `aludel stamp --purge REVISION`");
  }
  std::sort(nodes.begin(), nodes.end());
  return nodes;
}

VersionRows::VersionRows(const RevisionGraph& graph, const std::vector<Node>& rows)
    : graph_(graph), applied_(with_ancestors(graph, rows, Edges::kAll)), applied_children_(graph.size()) {
  for (const Node node : applied_.members()) {
    for (const Node parent : graph.parents(node)) ++applied_children_[parent];
  }
}

HeadsChange VersionRows::apply(Node node) {
  HeadsChange change;
  for (const Node parent : graph_.parents(node)) {
    if (applied_children_[parent]++ == 0) change.remove.emplace_back(graph_.id(parent));
  }
  applied_.add(node);
  change.add.emplace_back(graph_.id(node));
  return change;
}

HeadsChange VersionRows::take_back(Node node) {
  HeadsChange change;
  for (const Node parent : graph_.parents(node)) {
    if (--applied_children_[parent] == 0) change.add.emplace_back(graph_.id(parent));
  }
  applied_.remove(node);
  change.remove.emplace_back(graph_.id(node));
  return change;
}

}  // namespace aludel
