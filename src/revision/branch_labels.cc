#include "revision/branch_labels.h"

#include <utility>

namespace aludel {
namespace {

// Whether a label may pass from above `node` to below it: neither a branch nor a merge happens there.
bool is_plain(const RevisionGraph& graph, Node node) {
  return graph.children(node).size() <= 1 && !graph.is_merge_point(node);
}

// What leads to `node` in a plain line, if what follows it is a plain line too.
std::vector<Node> line_below(const RevisionGraph& graph, Node node) {
  Node tip = node;
  while (!graph.next(tip).empty() && is_plain(graph, tip)) tip = graph.next(tip).front();
  if (!is_plain(graph, tip)) return {};
  std::vector<Node> line;
  while (is_plain(graph, node) && !graph.down(node).empty()) {
    node = graph.down(node).front();
    if (!is_plain(graph, node)) break;
    line.push_back(node);
  }
  return line;
}

}  // namespace

BranchLabels::BranchLabels(const RevisionGraph& graph) : begin_(graph.size() + 1) {
  std::vector<std::pair<Node, std::string_view>> held;
  std::vector<std::size_t> seen(
      graph.size());  // the last label that reached a node; one list for all, as there may be many labels
  for (std::size_t number = 1; number <= graph.labels().size(); ++number) {
    const auto& [label, owner] = graph.labels()[number - 1];
    std::vector<Node> pending = {owner};
    seen[owner] = number;
    while (!pending.empty()) {
      const Node node = pending.back();
      pending.pop_back();
      held.emplace_back(node, label);
      for (const Node next : graph.next(node)) {
        if (std::exchange(seen[next], number) != number) pending.push_back(next);
      }
    }
    for (const Node node : line_below(graph, owner)) held.emplace_back(node, label);
  }
  for (const auto& [node, label] : held) ++begin_[node + 1];
  for (std::size_t i = 1; i < begin_.size(); ++i) begin_[i] += begin_[i - 1];
  labels_.resize(held.size());
  std::vector<std::size_t> next(begin_.begin(), begin_.end() - 1);
  for (const auto& [node, label] : held) labels_[next[node]++] = label;
}

}  // namespace aludel
