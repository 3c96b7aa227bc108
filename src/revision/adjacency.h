// Edges of a graph as two flat arrays. Each node's edges stand together: those by `revises` first, then those by
// `depends_on` alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "revision/revision.h"

namespace aludel {

class Adjacency {
 public:
  Adjacency() = default;
  explicit Adjacency(std::size_t nodes) {
    begin_.reserve(nodes + 1);
    split_.reserve(nodes);
  }

  // The next node's edges; call it once for each node, in order. No edge may stand in both.
  void add(std::span<const Node> down, std::span<const Node> depends);
  // The same edges seen from their other end.
  [[nodiscard]] Adjacency reversed() const;

  [[nodiscard]] std::span<const Node> down(Node node) const { return between(begin_[node], split_[node]); }
  [[nodiscard]] std::span<const Node> depends(Node node) const { return between(split_[node], begin_[node + 1]); }
  [[nodiscard]] std::span<const Node> all(Node node) const { return between(begin_[node], begin_[node + 1]); }

 private:
  [[nodiscard]] std::span<const Node> between(std::uint32_t from, std::uint32_t to) const {
    return std::span<const Node>(edges_).subspan(from, to - from);
  }

  std::vector<std::uint32_t> begin_{0};
  std::vector<std::uint32_t> split_;
  std::vector<Node> edges_;
};

}  // namespace aludel
