#include "revision/branch_labels.h"

#include <utility>

#include "revision/walk.h"

namespace aludel {
namespace {

// Whether a label may pass from above `node` to below it: neither a branch nor a merge happens there.
bool is_plain(const RevisionGraph& graph, Node node) { return graph.children(node).size() <= 1 && !graph.is_merge_point(node); }

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
  for (const auto& [label, owner] : graph.labels()) {
    for (const Node node : with_descendants(graph, std::span(&owner, 1), Edges::kDown).members()) held.emplace_back(node, label);
    for (const Node node : line_below(graph, owner)) held.emplace_back(node, label);
  }
  for (const auto& [node, label] : held) ++begin_[node + 1];
  for (std::size_t i = 1; i < begin_.size(); ++i) begin_[i] += begin_[i - 1];
  labels_.resize(held.size());
  std::vector<std::size_t> next(begin_.begin(), begin_.end() - 1);
  for (const auto& [node, label] : held) labels_[next[node]++] = label;
}

}  // namespace aludel
