#include "revision/cycle.h"

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include "core/error.h"
#include "revision/walk.h"

namespace aludel {
namespace {

constexpr std::size_t kShown = 12;  // ids of a circle that are printed

// One circle, each node a parent of the one before it; empty if there is none.
std::vector<Node> find_circle(const RevisionGraph& graph, Edges edges) {
  // What has no child left cannot be part of one. What remains has a child that remains: following these must come
  // round.
  std::vector<std::uint32_t> left(graph.size());
  std::vector<Node> ready;
  for (Node node = 0; node < graph.size(); ++node) {
    left[node] = static_cast<std::uint32_t>(children_by(graph, node, edges).size());
    if (left[node] == 0) ready.push_back(node);
  }
  while (!ready.empty()) {
    const Node node = ready.back();
    ready.pop_back();
    for (const Node parent : parents_by(graph, node, edges)) {
      if (--left[parent] == 0) ready.push_back(parent);
    }
  }
  const auto first = std::find_if(left.begin(), left.end(), [](std::uint32_t n) { return n > 0; });
  if (first == left.end()) return {};
  constexpr std::size_t kUnseen = std::numeric_limits<std::size_t>::max();
  std::vector<std::size_t> place(graph.size(), kUnseen);
  std::vector<Node> walk;
  Node node = static_cast<Node>(first - left.begin());
  while (place[node] == kUnseen) {
    place[node] = walk.size();
    walk.push_back(node);
    const auto above = children_by(graph, node, edges);
    node = *std::find_if(above.begin(), above.end(), [&](Node child) { return left[child] > 0; });
  }
  walk.erase(walk.begin(), walk.begin() + static_cast<std::ptrdiff_t>(place[node]));
  std::reverse(walk.begin(), walk.end());
  std::rotate(walk.begin(), std::min_element(walk.begin(), walk.end()), walk.end());
  return walk;
}

[[noreturn]] void refuse(const RevisionGraph& graph, const std::vector<Node>& circle, Edges edges) {
  std::string text;
  for (std::size_t i = 0; i < circle.size(); ++i) {
    if (i < kShown) text += fmt::format("{} -> ", graph.id(circle[i]));
    if (i == kShown) text += fmt::format("({} more) -> ", circle.size() - kShown);
  }
  text += graph.id(circle.front());
  const Node from = circle.front();
  const Node to = circle[1 % circle.size()];
  const auto down = graph.down(from);
  const Key key = std::find(down.begin(), down.end(), to) != down.end() ? Key::kRevises : Key::kDependsOn;
  throw error(Code::kCycle, "revisions {} each other in a circle: `{}`",
              edges == Edges::kDown ? "revise" : "revise or depend on", text)
      .at(graph.places().locate(from, key, graph.id(to), "comes round to itself"))
      .help("let one of them revise or depend on something else");
}

}  // namespace

void refuse_cycles(const RevisionGraph& graph) {
  const std::vector<Node> circle = find_circle(graph, Edges::kAll);
  if (circle.empty()) return;
  if (const std::vector<Node> down = find_circle(graph, Edges::kDown); !down.empty()) refuse(graph, down, Edges::kDown);
  refuse(graph, circle, Edges::kAll);
}

}  // namespace aludel
