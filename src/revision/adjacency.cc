#include "revision/adjacency.h"

namespace aludel {

void Adjacency::add(std::span<const Node> down, std::span<const Node> depends) {
  edges_.insert(edges_.end(), down.begin(), down.end());
  split_.push_back(static_cast<std::uint32_t>(edges_.size()));
  edges_.insert(edges_.end(), depends.begin(), depends.end());
  begin_.push_back(static_cast<std::uint32_t>(edges_.size()));
}

Adjacency Adjacency::reversed() const {
  const auto nodes = static_cast<Node>(split_.size());
  Adjacency other;
  other.begin_.assign(nodes + 1, 0);
  other.split_.assign(nodes, 0);
  other.edges_.resize(edges_.size());
  for (const Node to : edges_) ++other.begin_[to + 1];
  for (Node node = 0; node < nodes; ++node) other.begin_[node + 1] += other.begin_[node];
  for (Node node = 0; node < nodes; ++node) other.split_[node] = other.begin_[node];
  for (Node node = 0; node < nodes; ++node) {
    for (const Node to : down(node)) other.edges_[other.split_[to]++] = node;
  }
  std::vector<std::uint32_t> next = other.split_;
  for (Node node = 0; node < nodes; ++node) {
    for (const Node to : depends(node)) other.edges_[next[to]++] = node;
  }
  return other;
}

}  // namespace aludel
