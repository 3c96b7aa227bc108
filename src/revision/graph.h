// The graph of revisions: who follows whom, what a target means, which steps lead there. Pure and deterministic; every
// answer is linear in the part of the graph that it walks. The rules (1-79) are Alembic's, as docs/graph-rules.md tells
// them.
//
// Words: a parent is what a revision revises or depends on; a child the other way round. `down` narrows to `revises`.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "revision/adjacency.h"
#include "revision/id_index.h"
#include "revision/places.h"
#include "revision/revision.h"

namespace aludel {

// How one step changes the rows of the version table (rules 56-58).
struct HeadsChange {
  std::vector<std::string> remove;
  std::vector<std::string> add;
  bool operator==(const HeadsChange&) const = default;
};

struct Step {
  Node node = 0;
  Direction direction = Direction::kUp;
  HeadsChange heads;
};

// What a run does, in order.
using Path = std::vector<Step>;

// The rows of the version table, in the order in which the database gives them.
using Rows = std::vector<std::string>;

// What `stamp` does to the rows.
struct Stamp {
  HeadsChange change;
  Rows rows;  // afterwards, in load order
};

class RevisionGraph {
 public:
  // `revisions` and `places` must live as long as the graph.
  // Throws kDuplicateRevision, kUnknownRevision, kBranchLabel or kCycle, with places.
  RevisionGraph(std::span<const Revision> revisions, const Places& places);

  [[nodiscard]] std::size_t size() const { return revisions_.size(); }
  [[nodiscard]] const Revision& revision(Node node) const { return revisions_[node]; }
  [[nodiscard]] std::string_view id(Node node) const { return revisions_[node].id; }
  [[nodiscard]] const Places& places() const { return *places_; }
  [[nodiscard]] std::optional<Node> find(std::string_view id) const { return index_.find(id); }
  // The revision that declares a branch label.
  [[nodiscard]] std::optional<Node> find_label(std::string_view label) const;
  // Labels with the revision that declares each, in load order.
  [[nodiscard]] const std::vector<std::pair<std::string_view, Node>>& labels() const { return labels_; }

  [[nodiscard]] std::span<const Node> down(Node node) const { return parents_.down(node); }
  [[nodiscard]] std::span<const Node> dependencies(Node node) const {
    return parents_.depends(node);
  }  // beyond what it revises
  [[nodiscard]] std::span<const Node> parents(Node node) const { return parents_.all(node); }
  [[nodiscard]] std::span<const Node> next(Node node) const { return children_.down(node); }  // children by `revises`
  [[nodiscard]] std::span<const Node> children(Node node) const { return children_.all(node); }

  [[nodiscard]] bool is_head(Node node) const { return next(node).empty(); }
  [[nodiscard]] bool is_real_head(Node node) const { return children(node).empty(); }
  // Nothing revises it, but something depends on it.
  [[nodiscard]] bool is_effective_head(Node node) const { return is_head(node) && !is_real_head(node); }
  [[nodiscard]] bool is_base(Node node) const { return down(node).empty(); }
  [[nodiscard]] bool is_branch_point(Node node) const { return next(node).size() > 1; }
  [[nodiscard]] bool is_merge_point(Node node) const { return down(node).size() > 1; }

  // In load order (rules 16, 20).
  [[nodiscard]] const std::vector<Node>& heads() const { return heads_; }            // no child by `revises`
  [[nodiscard]] const std::vector<Node>& real_heads() const { return real_heads_; }  // no child at all
  [[nodiscard]] const std::vector<Node>& bases() const { return bases_; }
  [[nodiscard]] std::vector<Node> branch_points() const;

  // The steps from what `rows` say to `target` (rules 31-42), oldest first. Throws kUnknownHead, kCorruptHeads,
  // kUnknownRevision, kAmbiguousRevision, kMultipleHeads, kAmbiguousWalk, kBadTarget.
  [[nodiscard]] Path upgrade_path(const Rows& rows, std::string_view target) const;
  // The steps back to `target` (rules 43-52), newest first. Throws the same.
  [[nodiscard]] Path downgrade_path(const Rows& rows, std::string_view target) const;
  // What `stamp` makes of the rows (rules 63-66); throws the same. An unknown row is an error: only `stamp --purge`,
  // which starts from no rows, gets rid of it.
  [[nodiscard]] Stamp stamp(const Rows& rows, const std::vector<std::string>& targets) const;

  // What is applied: the rows and all that they need. Throws kUnknownHead, kCorruptHeads.
  [[nodiscard]] std::vector<Node> applied(const Rows& rows) const;  // newest first
  // What `current` shows: the applied revisions that no applied one revises (rule 60), in load order.
  [[nodiscard]] std::vector<Node> current(const Rows& rows) const;

  // One revision for `show`, `edit`, a range's end: nothing for `base`. `current` is understood if `rows` are given.
  [[nodiscard]] std::optional<Node> resolve_one(std::string_view target, const Rows* rows = nullptr) const;
  // Any number: `heads`, `label@heads`.
  [[nodiscard]] std::vector<Node> resolve_many(std::string_view target, const Rows* rows = nullptr) const;

  // The revisions of a range `[start]:[end]`, both ends included, newest first (rules 30, 78). An empty range is
  // everything. Throws kBadRange and what a target throws.
  [[nodiscard]] std::vector<Node> history(std::string_view range, const Rows* rows = nullptr) const;

  // The given nodes, each once, newest first: no revision before one that follows or depends on it, one line after the
  // other (53).
  [[nodiscard]] std::vector<Node> newest_first(const std::vector<Node>& nodes) const;

 private:
  void index_labels();
  void fetch_parents(Node begin, Node end) const;
  void link();
  void find_ends();
  [[nodiscard]] Node parent_of(Node child, Key key, std::string_view name) const;

  std::span<const Revision> revisions_;
  const Places* places_;
  IdIndex index_;
  std::vector<std::pair<std::string_view, Node>> labels_;
  std::unordered_map<std::string_view, Node> label_index_;
  Adjacency parents_;
  Adjacency children_;
  std::vector<Node> heads_;
  std::vector<Node> real_heads_;
  std::vector<Node> bases_;
};

}  // namespace aludel
