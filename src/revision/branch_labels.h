// Which revisions a branch label holds for (rule 13): the one that declares it, all that follow it, and what leads to
// it in a plain line. Only lists show this; to resolve a target nobody needs it, so it is worked out when asked for.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "revision/graph.h"

namespace aludel {

class BranchLabels {
 public:
  explicit BranchLabels(const RevisionGraph& graph);

  // In the order in which the labels are declared.
  [[nodiscard]] std::span<const std::string_view> of(Node node) const {
    return std::span<const std::string_view>(labels_).subspan(begin_[node], begin_[node + 1] - begin_[node]);
  }

 private:
  std::vector<std::size_t> begin_;
  std::vector<std::string_view> labels_;
};

}  // namespace aludel
