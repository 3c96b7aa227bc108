// A revision as the commands show it: one line, a block of details, or JSON.
#pragma once

#include <string>

#include "report/console.h"
#include "revision/graph.h"

namespace aludel {

// What is known of the database while a revision is shown.
struct ShowOptions {
  bool indicate_current = false;
  std::vector<bool> current;  // by node: a row of the version table; empty if nothing is known
};

// `<base> -> ae10 (billing) (head), add age`: Alembic's line (reference: `alembic history`).
[[nodiscard]] std::string history_line(const RevisionGraph& graph, Node node, const ShowOptions& options, const Console& console);
// `ae10 (billing) (head)`: Alembic's line of `heads` and `current`.
[[nodiscard]] std::string head_line(const RevisionGraph& graph, Node node, const Console& console);
// The block of `show` and of -v: Rev, Parent, Path, message.
[[nodiscard]] std::string details(const RevisionGraph& graph, Node node, const ShowOptions& options, const Console& console);
[[nodiscard]] Json to_json(const RevisionGraph& graph, Node node);

}  // namespace aludel
