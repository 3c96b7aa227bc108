// What somebody may have meant by a name that is none.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "core/error.h"
#include "revision/graph.h"

namespace aludel {

// What else than any revision and any label may have been meant, or cannot.
struct Candidates {
  std::span<const std::string_view> words = {};  // words of targets
  std::optional<Node> except = std::nullopt;
};

// Adds "did you mean `x` (its message)?" to an error, if a revision, a label or a word is near to `name`.
void suggest(const RevisionGraph& graph, std::string_view name, Error& fault, const Candidates& candidates = {});

// "`a`, `b` and 3 more"
[[nodiscard]] std::string listed(const RevisionGraph& graph, std::span<const Node> nodes);

}  // namespace aludel
