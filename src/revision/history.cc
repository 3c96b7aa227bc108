// Which revisions a range names, and what is shown as current (rules 30, 60, 78).
#include <algorithm>
#include <utility>

#include "core/error.h"
#include "revision/graph.h"
#include "revision/targets.h"
#include "revision/version_rows.h"
#include "revision/walk.h"

namespace aludel {
namespace {

std::pair<std::string_view, std::string_view> split_range(std::string_view range) {
  const std::size_t colon = range.find(':');
  if (colon == std::string_view::npos || range.find(':', colon + 1) != std::string_view::npos) {
    throw error(Code::kBadRange, "`{}` is not a range", range).help("write `START:END`, `START:` or `:END`");
  }
  return {range.substr(0, colon), range.substr(colon + 1)};
}

// A range's end, amounts clamped to what there is. `other` is the other end, from which an amount alone counts.
std::vector<Node> read_end(const RevisionGraph& graph, const Resolver& resolver, const Target& target,
                           const std::vector<Node>& other) {
  if (!target.amount) return resolver.many(target);
  const long amount = *target.amount;
  std::optional<Node> from;
  if (!target.word.empty()) {
    from = resolver.start_of_word(target);
  } else {
    if (other.size() > 1) throw resolver.multiple_heads(target.text, other);
    if (!other.empty()) from = other.front();
  }
  if (amount > 0)
    return graph.size() > 0 ? std::vector<Node>{resolver.up(from, amount, target, Overwalk::kClamp)}
                            : std::vector<Node>{};
  const auto node = resolver.down(from, -amount, target, Overwalk::kClamp);
  return node ? std::vector<Node>{*node} : std::vector<Node>{};
}

bool counts_from_other(const Target& target) { return target.amount && target.word.empty(); }

// What lies between, both ends included; from the first revision on if there is no lower end.
NodeSet between(const RevisionGraph& graph, const std::vector<Node>& lower, const std::vector<Node>& upper,
                std::string_view range) {
  NodeSet wanted = with_ancestors(graph, upper, Edges::kAll);
  if (lower.empty()) return wanted;
  for (const Node node : lower) {
    if (wanted.has(node)) continue;
    throw error(Code::kBadRange, "`{}` is not a range: `{}` is not below its end", range, graph.id(node))
        .help("write the older revision first; both must be on one line");
  }
  for (const Node node : with_ancestors(graph, lower, Edges::kAll).members()) wanted.remove(node);
  for (const Node node : lower) wanted.add(node);
  return NodeSet(graph.size(), within(with_descendants(graph, lower, Edges::kDown).members(), wanted));
}

}  // namespace

std::vector<Node> RevisionGraph::history(std::string_view range, const Rows* rows) const {
  const Resolver resolver(*this, rows);
  auto [low, high] = range.empty() ? std::pair<std::string_view, std::string_view>{} : split_range(range);
  const Target lower = parse_target(low.empty() ? "base" : low);
  const Target upper = parse_target(high.empty() ? "heads" : high);
  if (counts_from_other(lower)) {
    if (counts_from_other(upper)) {
      throw error(Code::kBadRange, "both ends of `{}` count from the other one", range)
          .help("write a revision at one end");
    }
    NodeSet wanted(size());
    for (const Node end : read_end(*this, resolver, upper, {})) {
      for (const Node node : between(*this, read_end(*this, resolver, lower, {end}), {end}, range).members())
        wanted.add(node);
    }
    return newest_first(wanted.members());
  }
  const std::vector<Node> from = read_end(*this, resolver, lower, {});
  const std::vector<Node> to = read_end(*this, resolver, upper, from);
  const NodeSet wanted = between(*this, from, to, range);
  // `label@base:` keeps to the branch (rule 46).
  if (!lower.label || !from.empty()) return newest_first(wanted.members());
  return newest_first(within(lineage(*this, resolver.branch(*lower.label), Edges::kDown).members(), wanted));
}

std::vector<Node> RevisionGraph::applied(const Rows& rows) const {
  return newest_first(with_ancestors(*this, read_rows(*this, rows), Edges::kAll).members());
}

std::vector<Node> RevisionGraph::current(const Rows& rows) const {
  return tips(*this, with_ancestors(*this, read_rows(*this, rows), Edges::kAll), Edges::kDown);
}

std::optional<Node> RevisionGraph::resolve_one(std::string_view target, const Rows* rows) const {
  return Resolver(*this, rows).one(parse_target(target));
}

std::vector<Node> RevisionGraph::resolve_many(std::string_view target, const Rows* rows) const {
  return Resolver(*this, rows).many(parse_target(target));
}

}  // namespace aludel
