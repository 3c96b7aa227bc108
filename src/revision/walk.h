// Sets of revisions and how to get from one to another along the edges. Nothing here is recursive: chains are long.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "revision/graph.h"

namespace aludel {

// Which edges count: those by `revises`, or dependencies too.
enum class Edges { kDown, kAll };

[[nodiscard]] inline std::span<const Node> parents_by(const RevisionGraph& graph, Node node, Edges edges) {
  return edges == Edges::kDown ? graph.down(node) : graph.parents(node);
}
[[nodiscard]] inline std::span<const Node> children_by(const RevisionGraph& graph, Node node, Edges edges) {
  return edges == Edges::kDown ? graph.next(node) : graph.children(node);
}

class NodeSet {
 public:
  explicit NodeSet(std::size_t nodes) : has_(nodes) {}
  NodeSet(std::size_t nodes, std::span<const Node> members) : has_(nodes) {
    for (const Node node : members) add(node);
  }

  [[nodiscard]] bool has(Node node) const { return has_[node]; }
  // Whether it is new.
  bool add(Node node) {
    const bool added = !has_[node];
    has_[node] = true;
    return added;
  }
  void remove(Node node) { has_[node] = false; }
  // In load order.
  [[nodiscard]] std::vector<Node> members() const;

 private:
  std::vector<bool> has_;
};

// `nodes` and all that is below or above them.
[[nodiscard]] NodeSet with_ancestors(const RevisionGraph& graph, std::span<const Node> nodes, Edges edges);
[[nodiscard]] NodeSet with_descendants(const RevisionGraph& graph, std::span<const Node> nodes, Edges edges);
// `node`, its ancestors and its descendants: what shares lineage with it (rule 25).
[[nodiscard]] NodeSet lineage(const RevisionGraph& graph, Node node, Edges edges);

// Two of `nodes` of which the first includes the second; nothing if there are no such two.
struct Overlap {
  Node above;
  Node below;
};
[[nodiscard]] std::optional<Overlap> find_overlap(const RevisionGraph& graph, std::span<const Node> nodes);

// Those of `nodes` that no other node of the set has as a parent.
[[nodiscard]] std::vector<Node> tips(const RevisionGraph& graph, const NodeSet& set, Edges edges);

}  // namespace aludel
