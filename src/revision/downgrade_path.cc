// Where `downgrade` goes, and how (rules 43-52).
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

// What stays: a revision and all below it, nothing for `base`. A branch, if one was named, limits what is taken back.
struct Goal {
  std::optional<Node> target;
  std::optional<Node> branch;
};

Error too_far(const Target& target) {
  return error(Code::kBadTarget, "`{}` goes too far: nothing is applied", target.text)
      .help("`aludel current` tells where the database stands");
}

// Where `label@-N` counts from (rule 50): the one row in the label's lineage, else the one applied tip there.
Node start_on_branch(const RevisionGraph& graph, const std::vector<Node>& rows, const Target& target, Node branch) {
  const NodeSet members = lineage(graph, branch, Edges::kDown);
  std::vector<Node> start = within(rows, members);
  if (start.empty()) start = within(tips(graph, with_ancestors(graph, rows, Edges::kAll), Edges::kDown), members);
  if (start.empty()) {
    throw error(Code::kBadTarget, "nothing of the branch `{}` is applied", *target.label)
        .help("`aludel current` tells where the database stands");
  }
  if (start.size() > 1) {
    throw error(Code::kAmbiguousWalk, "`{}` is ambiguous: the database stands at {}", target.text, listed(graph, start))
        .help("name the revision to go back to");
  }
  return start.front();
}

Goal counted_goal(const RevisionGraph& graph, const std::vector<Node>& rows, const Target& target) {
  const Resolver resolver(graph);
  if (*target.amount >= 0) {
    throw error(Code::kBadTarget, "`{}` does not lead down", target.text)
        .help(*target.amount == 0 ? "write how many revisions: `-1`"
                                  : fmt::format("to go forward, run `aludel upgrade {}`", target.text));
  }
  Goal goal;
  std::optional<Node> from;
  if (target.label) {
    goal.branch = resolver.branch(*target.label);
    from = start_on_branch(graph, rows, target, *goal.branch);
  } else {
    if (rows.empty()) throw too_far(target);
    if (rows.size() > 1) {
      throw error(Code::kAmbiguousWalk, "`{}` is ambiguous: the database stands at {}", target.text,
                  listed(graph, rows))
          .help(fmt::format("say which branch: `{}@{}`", graph.id(rows.front()), target.text));
    }
    from = goal.branch = rows.front();
  }
  goal.target = resolver.down(from, -*target.amount, target, Overwalk::kRefuse);
  return goal;
}

Goal find_goal(const RevisionGraph& graph, const std::vector<Node>& rows, const Target& target) {
  if (target.amount && target.word.empty()) return counted_goal(graph, rows, target);
  const Resolver resolver(graph);
  Goal goal;
  if (target.label) goal.branch = resolver.branch(*target.label);
  if (!target.amount) {
    goal.target = resolver.start_of_word(target);
  } else if (*target.amount > 0) {
    goal.target = resolver.up(resolver.start_of_word(target), *target.amount, target, Overwalk::kRefuse);
  } else {
    goal.target = resolver.one(target);
  }
  return goal;
}

// The lowest revisions that are taken back (rules 43, 44).
std::vector<Node> find_roots(const RevisionGraph& graph, const Goal& goal, const Target& target) {
  std::vector<Node> roots = graph.bases();
  if (goal.target) roots.assign(graph.next(*goal.target).begin(), graph.next(*goal.target).end());
  if (!goal.branch || roots.size() <= 1) return roots;
  roots = within(roots, with_ancestors(graph, std::span(&*goal.branch, 1), Edges::kDown));
  if (roots.empty()) {
    throw error(Code::kBadTarget, "`{}` is not below anything of the branch `{}`", target.text, graph.id(*goal.branch))
        .help("name a revision of that branch, or leave the label out");
  }
  return roots;
}

// A branch was named, but what is taken back is its trunk too: other branches would go with it. Alembic lets them go in
// silence.
void refuse_other_branches(const RevisionGraph& graph, const std::vector<Node>& roots, const std::vector<Node>& gone,
                           const Goal& goal, const Target& target) {
  if (!target.label) return;
  const NodeSet branch = lineage(graph, *goal.branch, Edges::kDown);
  const NodeSet line = with_descendants(graph, roots, Edges::kDown);
  std::vector<Node> others;
  for (const Node node : gone) {
    if (line.has(node) && !branch.has(node)) others.push_back(node);
  }
  if (others.empty()) return;
  std::string_view rest = target.text;
  rest.remove_prefix(target.label->size() + 1);
  Error fault =
      error(Code::kBadTarget, "`{}` would take back other branches too: {}", target.text, listed(graph, others));
  if (!target.word.empty())
    throw std::move(fault).help(
        fmt::format("if that is meant, run `aludel downgrade {}`; else name the branch point", rest));
  throw std::move(fault).help("name the revision to go back to");
}

}  // namespace

Path RevisionGraph::downgrade_path(const Rows& rows, std::string_view text) const {
  const Target target = parse_target(text);
  const std::vector<Node> current = read_rows(*this, rows);
  const Goal goal = find_goal(*this, current, target);
  VersionRows version(*this, current);
  std::vector<Node> gone;
  const std::vector<Node> roots = find_roots(*this, goal, target);
  for (const Node node : with_descendants(*this, roots, Edges::kAll).members()) {
    if (version.applied().has(node)) gone.push_back(node);
  }
  refuse_other_branches(*this, roots, gone, goal, target);
  if (gone.empty() && goal.target && std::find(current.begin(), current.end(), *goal.target) == current.end()) {
    throw error(Code::kBadTarget, "`{}` cannot be reached by going down from {}", text,
                current.empty() ? "`base`" : listed(*this, current))
        .help(version.applied().has(*goal.target)
                  ? "it is applied because another revision depends on it; nothing above it is applied"
                  : fmt::format("it is not applied; to go forward, run `aludel upgrade {}`", text));
  }
  Path path;
  for (const Node node : newest_first(gone)) path.push_back({node, Direction::kDown, version.take_back(node)});
  return path;
}

}  // namespace aludel
