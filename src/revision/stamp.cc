// What `stamp` makes of the rows (rules 63-66).
#include <algorithm>
#include <utility>

#include "core/error.h"
#include "revision/candidates.h"
#include "revision/graph.h"
#include "revision/targets.h"
#include "revision/version_rows.h"
#include "revision/walk.h"

namespace aludel {
namespace {

// One target with what it touches.
struct Wish {
  std::optional<Node> revision;  // nothing: `base`
  std::optional<Node> branch;
};

// `label@-N` counts from the branch's head, which is only clear while nothing is applied.
std::vector<Node> count_from_head(const RevisionGraph& graph, const Rows& rows, const Target& target) {
  if (!target.label || *target.amount >= 0 || !rows.empty()) {
    throw error(Code::kBadTarget, "`{}` counts from nothing", target.text)
        .help("write a revision before the amount, as in `head-2`");
  }
  const std::string text = fmt::format("{}@head{}", *target.label, *target.amount);
  std::vector<Node> nodes = Resolver(graph).many(parse_target(text));
  if (nodes.empty()) {
    throw error(Code::kBadTarget, "`{}` counts back past the first revision", target.text)
        .help(fmt::format("write `{}@base` to say that nothing is applied", *target.label));
  }
  return nodes;
}

void refuse_overlap(const RevisionGraph& graph, const std::vector<Node>& nodes) {
  const auto overlap = find_overlap(graph, nodes);
  if (!overlap) return;
  throw error(Code::kBadTarget, "`{}` and `{}` contradict each other: `{}` includes `{}`", graph.id(overlap->above),
              graph.id(overlap->below), graph.id(overlap->above), graph.id(overlap->below))
      .help(fmt::format("name `{}` alone", graph.id(overlap->above)));
}

std::vector<Wish> read_wishes(const RevisionGraph& graph, const Rows& rows, const std::vector<std::string>& targets) {
  const Resolver resolver(graph);
  std::vector<Wish> wishes;
  std::vector<Node> named;
  for (const std::string& text : targets) {
    const Target target = parse_target(text);
    std::optional<Node> branch;
    if (target.label) branch = resolver.branch(*target.label);
    const bool counted = target.amount && target.word.empty();
    // The heads of a branch may depend on each other; taken from the oldest on, the last one is what remains.
    std::vector<Node> found =
        graph.newest_first(counted ? count_from_head(graph, rows, target) : resolver.many(target));
    std::reverse(found.begin(), found.end());
    for (const Node node : found) wishes.push_back({node, branch});
    if (found.size() == 1 && std::find(named.begin(), named.end(), found.front()) == named.end())
      named.push_back(found.front());
    // `heads` of no revision at all is no wish to forget everything.
    if (found.empty() && (target.word == "base" || target.amount)) wishes.push_back({std::nullopt, branch});
  }
  refuse_overlap(graph, named);
  return wishes;
}

// Rows that share lineage with what is wished, dependencies included.
std::vector<Node> touched_rows(const RevisionGraph& graph, const std::vector<Node>& rows, const Wish& wish) {
  if (!wish.revision && !wish.branch) return rows;
  std::vector<Node> touched;
  for (const auto& node : {wish.revision, wish.branch}) {
    if (!node) continue;
    for (const Node row : within(rows, lineage(graph, *node, Edges::kAll))) touched.push_back(row);
  }
  return touched;
}

void fulfil(const RevisionGraph& graph, const Wish& wish, const std::vector<Node>& before, std::vector<Node>& rows) {
  if (wish.revision && std::find(before.begin(), before.end(), *wish.revision) != before.end()) return;
  const std::vector<Node> touched = touched_rows(graph, rows, wish);
  // A row of the branch is moved only if the revision is above or below one of its rows; else the revision is a new
  // line beside it.
  const bool moves = !wish.revision || !within(touched, lineage(graph, *wish.revision, Edges::kAll)).empty();
  if (moves) {
    std::erase_if(rows, [&](Node row) { return std::find(touched.begin(), touched.end(), row) != touched.end(); });
  }
  if (wish.revision && std::find(rows.begin(), rows.end(), *wish.revision) == rows.end())
    rows.push_back(*wish.revision);
}

}  // namespace

Stamp RevisionGraph::stamp(const Rows& rows, const std::vector<std::string>& targets) const {
  const std::vector<Node> before = read_rows(*this, rows);
  const std::vector<Wish> wishes = read_wishes(*this, rows, targets);
  std::vector<Node> after = before;
  for (const Wish& wish : wishes) fulfil(*this, wish, before, after);
  refuse_overlap(*this, after);
  std::sort(after.begin(), after.end());
  Stamp stamp;
  for (const Node node : after) {
    stamp.rows.emplace_back(id(node));
    if (std::find(before.begin(), before.end(), node) == before.end()) stamp.change.add.emplace_back(id(node));
  }
  for (const Node node : before) {
    if (!std::binary_search(after.begin(), after.end(), node)) stamp.change.remove.emplace_back(id(node));
  }
  return stamp;
}

}  // namespace aludel
