// Where `upgrade` goes, and how (rules 31-42).
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

// Where `+N` and `label@+N` count from (rules 36, 37): the one row; with a label the one row of its lineage, else the
// tip of what is applied there, else nothing.
std::optional<Node> start_of_count(const RevisionGraph& graph, const std::vector<Node>& rows, const Target& target) {
  std::vector<Node> start = rows;
  if (target.label) {
    const NodeSet branch = lineage(graph, Resolver(graph).branch(*target.label), Edges::kDown);
    start = within(rows, branch);
    if (start.empty()) {
      const std::vector<Node> applied = within(with_ancestors(graph, rows, Edges::kAll).members(), branch);
      start = tips(graph, NodeSet(graph.size(), applied), Edges::kAll);
    }
  }
  if (start.size() > 1) {
    throw error(Code::kAmbiguousWalk, "`{}` is ambiguous: the database stands at {}", target.text, listed(graph, start))
        .help(fmt::format("say from which: `{}{}`, or go to `heads`", graph.id(start.front()),
                          target.text.substr(target.text.find('+'))));
  }
  return start.empty() ? std::nullopt : std::optional<Node>(start.front());
}

std::vector<Node> upgrade_targets(const RevisionGraph& graph, const std::vector<Node>& rows, const Target& target) {
  const Resolver resolver(graph);
  if (!target.amount) return resolver.many(target);
  if (target.word.empty()) {
    if (*target.amount <= 0) {
      throw error(Code::kBadTarget, "`{}` does not lead up", target.text)
          .help(*target.amount == 0 ? "write how many revisions: `+1`"
                                    : fmt::format("to go back, run `aludel downgrade {}`", target.text));
    }
    return {resolver.up(start_of_count(graph, rows, target), *target.amount, target, Overwalk::kRefuse)};
  }
  // A label says which way to go up; down there is no choice, so there it says where to begin.
  if (*target.amount > 0)
    return {resolver.up(resolver.start_of_word(target), *target.amount, target, Overwalk::kRefuse)};
  const auto node = resolver.one(target);
  return node ? std::vector<Node>{*node} : std::vector<Node>{};
}

void refuse_overlap(const RevisionGraph& graph, const std::vector<Node>& targets, std::string_view text) {
  const auto overlap = find_overlap(graph, targets);
  if (!overlap) return;
  throw error(Code::kBadTarget, "`{}` asks for `{}` and `{}`, but `{}` includes `{}`", text, graph.id(overlap->above),
              graph.id(overlap->below), graph.id(overlap->above), graph.id(overlap->below))
      .help(fmt::format("name `{}` alone", graph.id(overlap->above)));
}

}  // namespace

Path RevisionGraph::upgrade_path(const Rows& rows, std::string_view text) const {
  const std::vector<Node> current = read_rows(*this, rows);
  const std::vector<Node> targets = upgrade_targets(*this, current, parse_target(text));
  refuse_overlap(*this, targets, text);
  VersionRows version(*this, current);
  std::vector<Node> missing;
  for (const Node node : with_ancestors(*this, targets, Edges::kAll).members()) {
    if (!version.applied().has(node)) missing.push_back(node);
  }
  std::vector<Node> order = newest_first(missing);
  std::reverse(order.begin(), order.end());
  Path path;
  path.reserve(order.size());
  for (const Node node : order) path.push_back({node, Direction::kUp, version.apply(node)});
  return path;
}

}  // namespace aludel
