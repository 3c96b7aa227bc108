#include "report/revision_text.h"

#include <fmt/core.h>

#include "core/listed.h"
#include "core/utf8.h"

namespace aludel {
namespace {

template <typename Nodes>
std::string ids(const RevisionGraph& graph, const Nodes& nodes) {
  std::string text;
  for (const Node node : nodes) text += (text.empty() ? "" : ", ") + std::string(graph.revision(node).id);
  return text;
}

std::string shape_marks(const RevisionGraph& graph, Node node) {
  std::string text;
  if (graph.is_branch_point(node)) text += " (branchpoint)";
  if (graph.is_merge_point(node)) text += " (mergepoint)";
  return text;
}

}  // namespace

RevisionText::RevisionText(const RevisionGraph& graph, const Console& console) : graph_(graph), console_(console) {
  if (!graph.labels().empty()) labels_.emplace(graph);
}

void RevisionText::mark_current(const std::vector<Node>& nodes) {
  current_.resize(graph_.size());
  for (const Node node : nodes) current_[node] = true;
}

std::span<const std::string_view> RevisionText::labels(Node node) const {
  return labels_ ? labels_->of(node) : std::span<const std::string_view>();
}

// ` (billing) (head)`: what is to be said of a revision beside its id.
std::string RevisionText::marks(Node node) const {
  std::string text;
  if (!labels(node).empty()) text += fmt::format(" ({})", console_.paint(Paint::kCyan, joined(labels(node), ", ")));
  if (graph_.is_head(node))
    text += " " + console_.paint(Paint::kGreen, graph_.is_effective_head(node) ? "(effective head)" : "(head)");
  if (!current_.empty() && current_[node]) text += " " + console_.paint(Paint::kBold, "(current)");
  return text;
}

std::string RevisionText::history_line(Node node) const {
  const Revision& revision = graph_.revision(node);
  std::string from = revision.revises.empty() ? "<base>" : joined(revision.revises, ", ");
  if (!revision.depends_on.empty()) from += fmt::format(" ({})", joined(revision.depends_on, ", "));
  const std::string message = revision.message.empty() ? "" : ", " + printable(revision.message);
  return fmt::format("{} -> {}{}{}{}", from, console_.paint(Paint::kYellow, revision.id), marks(node),
                     shape_marks(graph_, node), message);
}

std::string RevisionText::head_line(Node node) const {
  return console_.paint(Paint::kYellow, graph_.id(node)) + marks(node);
}

std::string RevisionText::details(Node node) const {
  const Revision& revision = graph_.revision(node);
  const bool merge = graph_.is_merge_point(node);
  std::string text =
      fmt::format("Rev: {}{}{}\n", console_.paint(Paint::kYellow, revision.id), marks(node), shape_marks(graph_, node));
  text += fmt::format("{}: {}\n", merge ? "Merges" : "Parent",
                      revision.revises.empty() ? "<base>" : joined(revision.revises, ", "));
  if (!revision.depends_on.empty()) text += fmt::format("Also depends on: {}\n", joined(revision.depends_on, ", "));
  if (graph_.is_branch_point(node)) text += fmt::format("Branches into: {}\n", ids(graph_, graph_.next(node)));
  if (!labels(node).empty()) text += fmt::format("Branch names: {}\n", joined(labels(node), ", "));
  text += fmt::format("Path: {}\n", printable(revision.path));
  if (!revision.created.empty()) text += fmt::format("Created: {}\n", printable(revision.created));
  if (!revision.message.empty()) text += fmt::format("\n    {}\n", printable(revision.message));
  return text;
}

Json RevisionText::json(Node node) const {
  const Revision& revision = graph_.revision(node);
  Json json;
  json.set("id", revision.id)
      .set("message", revision.message)
      .set("revises", Json::list(revision.revises))
      .set("depends_on", Json::list(revision.depends_on))
      .set("branch_labels", Json::list(labels(node)))
      .set("created", Json::text_or_null(revision.created))
      .set("path", revision.path)
      .set("head", graph_.is_head(node))
      .set("branch_point", graph_.is_branch_point(node))
      .set("merge_point", graph_.is_merge_point(node));
  if (!current_.empty()) json.set("current", static_cast<bool>(current_[node]));
  return json;
}

}  // namespace aludel
