// Revisions as the commands show them: one line, a block of details, or JSON.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "report/console.h"
#include "revision/branch_labels.h"
#include "revision/graph.h"

namespace aludel {

class RevisionText {
 public:
  RevisionText(const RevisionGraph& graph, const Console& console);

  // Marks these as `(current)` from now on, and says so in JSON.
  void mark_current(const std::vector<Node>& nodes);

  // `<base> -> ae10 (billing) (head), add age`: the line of `alembic history`.
  [[nodiscard]] std::string history_line(Node node) const;
  // `ae10 (billing) (head)`: the line of `alembic heads` and `alembic current`.
  [[nodiscard]] std::string head_line(Node node) const;
  // The block of `show` and of -v: Rev, Parent, Path, message.
  [[nodiscard]] std::string details(Node node) const;
  [[nodiscard]] Json json(Node node) const;

 private:
  [[nodiscard]] std::string marks(Node node) const;
  [[nodiscard]] std::span<const std::string_view> labels(Node node) const;

  const RevisionGraph& graph_;
  const Console& console_;
  std::optional<BranchLabels> labels_;  // only if there are any
  std::vector<bool> current_;           // by node; empty: nothing is known
};

}  // namespace aludel
