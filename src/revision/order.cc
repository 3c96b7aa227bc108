// The order in which revisions are told and taken back.
#include <algorithm>

#include "revision/graph.h"
#include "revision/walk.h"

namespace aludel {

std::vector<Node> RevisionGraph::newest_first(const std::vector<Node>& nodes) const {
  const NodeSet set(size(), nodes);
  std::vector<std::uint32_t> waiting(size());  // children of the set that must come before
  std::vector<Node> members = set.members();
  for (const Node node : members) {
    for (const Node parent : parents(node)) ++waiting[parent];
  }
  // A stack keeps to one line until a branch point waits for another: both sides of a branch are told whole (rule 54).
  std::vector<Node> ready;
  for (auto node = members.rbegin(); node != members.rend(); ++node) {
    if (waiting[*node] == 0) ready.push_back(*node);
  }
  std::vector<Node> order;
  order.reserve(members.size());
  while (!ready.empty()) {
    const Node node = ready.back();
    ready.pop_back();
    order.push_back(node);
    const auto below = parents(node);
    for (auto parent = below.rbegin(); parent != below.rend(); ++parent) {
      if (--waiting[*parent] == 0 && set.has(*parent)) ready.push_back(*parent);
    }
  }
  return order;
}

}  // namespace aludel
