#include "report/revision_line.h"

#include <fmt/core.h>

#include "core/utf8.h"

namespace aludel {
namespace {

template <typename Range>
std::string joined(const Range& items) {
  std::string text;
  for (const auto& item : items) text += (text.empty() ? "" : ", ") + std::string(item);
  return text;
}

template <typename Nodes>
std::string ids(const RevisionGraph& graph, const Nodes& nodes) {
  std::string text;
  for (const Node node : nodes) text += (text.empty() ? "" : ", ") + std::string(graph.revision(node).id);
  return text;
}

bool is_current(const ShowOptions& options, Node node) { return node < options.current.size() && options.current[node]; }

// ` (billing) (head)`: what is to be said of a revision beside its id.
std::string marks(const RevisionGraph& graph, Node node, const ShowOptions& options, const Console& console) {
  std::string text;
  const auto labels = graph.revision(node).branch_labels;
  if (!labels.empty()) text += fmt::format(" ({})", console.paint(Paint::kCyan, joined(labels)));
  if (graph.is_head(node)) text += " " + console.paint(Paint::kGreen, graph.is_effective_head(node) ? "(effective head)" : "(head)");
  if (is_current(options, node)) text += " " + console.paint(Paint::kBold, "(current)");
  return text;
}

std::string shape_marks(const RevisionGraph& graph, Node node) {
  std::string text;
  if (graph.is_branch_point(node)) text += " (branchpoint)";
  if (graph.is_merge_point(node)) text += " (mergepoint)";
  return text;
}

}  // namespace

std::string history_line(const RevisionGraph& graph, Node node, const ShowOptions& options, const Console& console) {
  const Revision& revision = graph.revision(node);
  std::string from = revision.revises.empty() ? "<base>" : joined(revision.revises);
  if (!revision.depends_on.empty()) from += fmt::format(" ({})", joined(revision.depends_on));
  const std::string message = revision.message.empty() ? "" : ", " + printable(revision.message);
  return fmt::format("{} -> {}{}{}{}", from, console.paint(Paint::kYellow, revision.id), marks(graph, node, options, console),
                     shape_marks(graph, node), message);
}

std::string head_line(const RevisionGraph& graph, Node node, const Console& console) {
  return std::string(console.paint(Paint::kYellow, graph.revision(node).id)) + marks(graph, node, {}, console);
}

std::string details(const RevisionGraph& graph, Node node, const ShowOptions& options, const Console& console) {
  const Revision& revision = graph.revision(node);
  const bool merge = revision.revises.size() > 1;
  std::string text = fmt::format("Rev: {}{}{}\n", console.paint(Paint::kYellow, revision.id), marks(graph, node, options, console),
                                 shape_marks(graph, node));
  text += fmt::format("{}: {}\n", merge ? "Merges" : "Parent", revision.revises.empty() ? "<base>" : joined(revision.revises));
  if (!revision.depends_on.empty()) text += fmt::format("Also depends on: {}\n", joined(revision.depends_on));
  if (graph.is_branch_point(node)) text += fmt::format("Branches into: {}\n", ids(graph, graph.next(node)));
  if (const auto labels = graph.revision(node).branch_labels; !labels.empty()) text += fmt::format("Branch names: {}\n", joined(labels));
  text += fmt::format("Path: {}\n", printable(revision.path));
  if (!revision.created.empty()) text += fmt::format("Created: {}\n", printable(revision.created));
  if (!revision.message.empty()) text += fmt::format("\n    {}\n", printable(revision.message));
  return text;
}

Json to_json(const RevisionGraph& graph, Node node) {
  const Revision& revision = graph.revision(node);
  Json json;
  json.set("id", revision.id)
      .set("message", revision.message)
      .set("revises", Json::list(revision.revises))
      .set("depends_on", Json::list(revision.depends_on))
      .set("branch_labels", Json::list(graph.revision(node).branch_labels))
      .set("created", Json::text_or_null(revision.created))
      .set("path", revision.path)
      .set("head", graph.is_head(node))
      .set("branch_point", graph.is_branch_point(node))
      .set("merge_point", graph.is_merge_point(node));
  return json;
}

}  // namespace aludel
