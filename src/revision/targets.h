// What people write where a revision is asked for: `[label@][word][+N|-N]`. The word is an id, a unique prefix of one,
// a branch label, `head`, `heads`, `base` or, where rows are known, `current`. A label is a branch label, an id or a
// unique prefix.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "revision/graph.h"
#include "revision/walk.h"

namespace aludel {

struct Target {
  std::string_view text;  // as written
  std::optional<std::string_view> label;
  std::string_view word;  // empty: only an amount was given
  std::optional<long> amount;
};

// Throws kBadTarget.
[[nodiscard]] Target parse_target(std::string_view text);

enum class Overwalk { kRefuse, kClamp };

class Resolver {
 public:
  explicit Resolver(const RevisionGraph& graph, const Rows* rows = nullptr) : graph_(graph), rows_(rows) {}

  // An id, a label or a unique prefix; with a label, within its lineage.
  [[nodiscard]] Node revision(const Target& target) const;
  [[nodiscard]] Node branch(std::string_view label) const;
  // The target without its amount: one revision, nothing for `base`.
  [[nodiscard]] std::optional<Node> start(const Target& target) const;
  // The same without its label too: only the word counts.
  [[nodiscard]] std::optional<Node> start_of_word(const Target& target) const;
  // What an absolute target means, or one with a word and an amount.
  [[nodiscard]] std::vector<Node> many(const Target& target) const;
  [[nodiscard]] std::optional<Node> one(const Target& target) const;

  // `steps` up or down by `revises`, from nothing (before the bases) or a revision. Throws kAmbiguousWalk, or
  // kBadTarget past an end.
  [[nodiscard]] Node up(std::optional<Node> from, long steps, const Target& target, Overwalk overwalk) const;
  [[nodiscard]] std::optional<Node> down(std::optional<Node> from, long steps, const Target& target,
                                         Overwalk overwalk) const;

  [[nodiscard]] Error multiple_heads(std::string_view word, const std::vector<Node>& heads) const;

 private:
  [[nodiscard]] std::vector<Node> heads_of(const Target& target) const;
  [[nodiscard]] Node by_prefix(const Target& target, const NodeSet* lineage) const;

  const RevisionGraph& graph_;
  const Rows* rows_;
};

// Those of `nodes` that `set` has.
[[nodiscard]] std::vector<Node> within(const std::vector<Node>& nodes, const NodeSet& set);

}  // namespace aludel
