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

struct Ends {
  std::vector<Node> lower;  // empty: from the first revision on
  std::vector<Node> upper;
  std::optional<Node> branch;  // `label@base:` keeps to the branch
};

std::pair<std::string_view, std::string_view> split_range(std::string_view range) {
  const std::size_t colon = range.find(':');
  if (colon == std::string_view::npos || range.find(':', colon + 1) != std::string_view::npos) {
    throw error(Code::kBadRange, "`{}` is not a range", range).help("write `START:END`, `START:` or `:END`");
  }
  return {range.substr(0, colon), range.substr(colon + 1)};
}

std::optional<Node> only(const Resolver& resolver, const Target& target, const std::vector<Node>& nodes) {
  if (nodes.size() > 1) throw resolver.multiple_heads(target.text, nodes);
  return nodes.empty() ? std::nullopt : std::optional<Node>(nodes.front());
}

// A range's end, amounts clamped to what there is. An amount alone counts from the other end.
std::vector<Node> read_end(const RevisionGraph& graph, const Resolver& resolver, const Target& target, const std::vector<Node>& other) {
  if (!target.amount) return resolver.many(target);
  const long amount = *target.amount;
  const auto from = target.word.empty() ? only(resolver, target, other) : resolver.start_of_word(target);
  if (amount > 0 && graph.size() > 0) return {resolver.up(from, amount, target, Overwalk::kClamp)};
  const auto node = resolver.down(from, -amount, target, Overwalk::kClamp);
  return node ? std::vector<Node>{*node} : std::vector<Node>{};
}

bool counts_from_other(const Target& target) { return target.amount && target.word.empty(); }

Ends read_range(const RevisionGraph& graph, const Resolver& resolver, std::string_view range) {
  auto [low, high] = range.empty() ? std::pair<std::string_view, std::string_view>{} : split_range(range);
  const Target lower = parse_target(low.empty() ? "base" : low);
  const Target upper = parse_target(high.empty() ? "heads" : high);
  if (counts_from_other(lower) && counts_from_other(upper)) {
    throw error(Code::kBadRange, "both ends of `{}` count from the other one", range).help("write a revision at one end");
  }
  Ends ends;
  if (counts_from_other(upper)) {
    ends.lower = read_end(graph, resolver, lower, {});
    ends.upper = read_end(graph, resolver, upper, ends.lower);
  } else {
    ends.upper = read_end(graph, resolver, upper, {});
    ends.lower = read_end(graph, resolver, lower, ends.upper);
  }
  if (lower.label && ends.lower.empty()) ends.branch = resolver.branch(*lower.label);
  return ends;
}

}  // namespace

std::vector<Node> RevisionGraph::history(std::string_view range, const Rows* rows) const {
  const Ends ends = read_range(*this, Resolver(*this, rows), range);
  NodeSet wanted = with_ancestors(*this, ends.upper, Edges::kAll);
  if (ends.branch) {
    const std::vector<Node> members = lineage(*this, *ends.branch, Edges::kDown).members();
    return newest_first(within(members, wanted));
  }
  if (ends.lower.empty()) return newest_first(wanted.members());
  for (const Node node : ends.lower) {
    if (wanted.has(node)) continue;
    throw error(Code::kBadRange, "`{}` is not a range: `{}` is not below its end", range, id(node))
        .help("write the older revision first; both must be on one line");
  }
  const std::vector<Node> below = with_ancestors(*this, ends.lower, Edges::kAll).members();
  for (const Node node : below) wanted.remove(node);
  for (const Node node : ends.lower) wanted.add(node);
  return newest_first(within(with_descendants(*this, ends.lower, Edges::kDown).members(), wanted));
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
