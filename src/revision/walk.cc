#include "revision/walk.h"

#include <algorithm>

namespace aludel {
namespace {

template <typename Neighbours>
NodeSet reach(const RevisionGraph& graph, std::span<const Node> from, Neighbours neighbours) {
  NodeSet seen(graph.size());
  std::vector<Node> pending;
  for (const Node node : from) {
    if (seen.add(node)) pending.push_back(node);
  }
  while (!pending.empty()) {
    const Node node = pending.back();
    pending.pop_back();
    for (const Node other : neighbours(node)) {
      if (seen.add(other)) pending.push_back(other);
    }
  }
  return seen;
}

}  // namespace

std::vector<Node> NodeSet::members() const {
  std::vector<Node> nodes;
  for (Node node = 0; node < has_.size(); ++node) {
    if (has_[node]) nodes.push_back(node);
  }
  return nodes;
}

NodeSet with_ancestors(const RevisionGraph& graph, std::span<const Node> nodes, Edges edges) {
  return reach(graph, nodes, [&](Node node) { return parents_by(graph, node, edges); });
}

NodeSet with_descendants(const RevisionGraph& graph, std::span<const Node> nodes, Edges edges) {
  return reach(graph, nodes, [&](Node node) { return children_by(graph, node, edges); });
}

NodeSet lineage(const RevisionGraph& graph, Node node, Edges edges) {
  NodeSet both = with_ancestors(graph, std::span(&node, 1), edges);
  for (const Node above : with_descendants(graph, std::span(&node, 1), edges).members()) both.add(above);
  return both;
}

std::optional<Overlap> find_overlap(const RevisionGraph& graph, std::span<const Node> nodes) {
  if (nodes.size() < 2) return std::nullopt;
  std::vector<Node> parents;
  for (const Node node : nodes) parents.insert(parents.end(), graph.parents(node).begin(), graph.parents(node).end());
  const NodeSet below = with_ancestors(graph, parents, Edges::kAll);
  const auto found = std::find_if(nodes.begin(), nodes.end(), [&](Node node) { return below.has(node); });
  if (found == nodes.end()) return std::nullopt;
  const NodeSet above = with_descendants(graph, std::span(&*found, 1), Edges::kAll);
  const auto other =
      std::find_if(nodes.begin(), nodes.end(), [&](Node node) { return node != *found && above.has(node); });
  return Overlap{*other, *found};
}

std::vector<Node> tips(const RevisionGraph& graph, const NodeSet& set, Edges edges) {
  std::vector<Node> found;
  for (const Node node : set.members()) {
    const auto above = children_by(graph, node, edges);
    if (std::none_of(above.begin(), above.end(), [&](Node child) { return set.has(child); })) found.push_back(node);
  }
  return found;
}

}  // namespace aludel
