#include "revision/candidates.h"

#include <string>
#include <vector>

#include "core/spelling.h"

namespace aludel {
namespace {

constexpr std::size_t kListed = 6;

}  // namespace

void suggest(const RevisionGraph& graph, std::string_view name, Error& fault, const Candidates& candidates) {
  std::vector<std::string> known(candidates.words.begin(), candidates.words.end());
  known.reserve(known.size() + graph.size() + graph.labels().size());
  for (const auto& [label, node] : graph.labels()) known.emplace_back(label);
  for (Node node = 0; node < graph.size(); ++node) {
    if (node != candidates.except) known.emplace_back(graph.id(node));
  }
  const auto near = nearest(name, known);
  if (!near) return;
  const auto node = graph.find(*near);
  std::string_view message;
  if (node) {
    message = graph.revision(*node).message;
  } else if (graph.find_label(*near)) {
    message = "a branch label";
  }
  fault.diagnostic().help.push_back(message.empty() ? fmt::format("did you mean `{}`?", *near)
                                                    : fmt::format("did you mean `{}` ({})?", *near, message));
}

std::string listed(const RevisionGraph& graph, std::span<const Node> nodes) {
  std::string text;
  for (std::size_t i = 0; i < nodes.size() && i < kListed; ++i)
    text += fmt::format("{}`{}`", i == 0 ? "" : ", ", graph.id(nodes[i]));
  if (nodes.size() > kListed) text += fmt::format(" and {} more", nodes.size() - kListed);
  return text;
}

}  // namespace aludel
