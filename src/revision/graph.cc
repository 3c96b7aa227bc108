#include "revision/graph.h"

#include <algorithm>

#include "core/error.h"
#include "revision/candidates.h"
#include "revision/cycle.h"

namespace aludel {
namespace {

// What a hundred thousand revisions say is not in the processor's cache.
constexpr Node kAhead = 16;
constexpr Node kBlock = 32;

}  // namespace

RevisionGraph::RevisionGraph(std::span<const Revision> revisions, const Places& places)
    : revisions_(revisions), places_(&places), index_(revisions), parents_(revisions.size()) {
  if (const auto& twins = index_.twins()) {
    const std::string_view id = revisions[twins->second].id;
    const std::string_view other = revisions[twins->first].id;
    Error fault =
        id == other ? error(Code::kDuplicateRevision, "two files have the revision id `{}`", id)
                    : error(Code::kDuplicateRevision, "the revision ids `{}` and `{}` differ only in case", other, id);
    throw std::move(fault)
        .at(places.locate(twins->second, Key::kRevision, id, id == other ? "has it too" : ""))
        .at(places.locate(twins->first, Key::kRevision, other, id == other ? "has it" : ""))
        .help("give one of them another id, or remove the copy");
  }
  index_labels();
  link();
  refuse_cycles(*this);
  find_ends();
}

std::optional<Node> RevisionGraph::find_label(std::string_view label) const {
  const auto found = label_index_.find(label);
  return found == label_index_.end() ? std::nullopt : std::optional<Node>(found->second);
}

void RevisionGraph::index_labels() {
  for (Node node = 0; node < size(); ++node) {
    for (const std::string_view label : revisions_[node].branch_labels) {
      if (const auto owner = find(label)) {
        throw error(Code::kBranchLabel, "the branch label `{}` is the id of a revision", label)
            .at(places_->locate(node, Key::kBranchLabels, label, {}))
            .at(places_->locate(*owner, Key::kRevision, label, "that one"))
            .help("choose another label");
      }
      const auto [at, added] = label_index_.emplace(label, node);
      if (!added) {
        throw error(Code::kBranchLabel, "the branch label `{}` of revision `{}` belongs to `{}` already", label,
                    id(node), id(at->second))
            .at(places_->locate(node, Key::kBranchLabels, label, "the second time"))
            .at(places_->locate(at->second, Key::kBranchLabels, label, "the first time"))
            .help("a label stands in one file; it holds for all that follows that revision");
      }
      labels_.emplace_back(label, node);
    }
  }
}

Node RevisionGraph::parent_of(Node child, Key key, std::string_view name) const {
  if (const auto node = find(name)) {
    if (*node != child) return *node;
    throw error(Code::kCycle, "revision `{}` {} itself", name, key == Key::kRevises ? "revises" : "depends on")
        .at(places_->locate(child, key, name, "its own id"))
        .help("name another revision, or leave the line out");
  }
  if (const auto node = find_label(name); node && key == Key::kDependsOn) {
    if (*node != child) return *node;
    throw error(Code::kCycle, "revision `{}` depends on itself, by its label `{}`", id(child), name)
        .at(places_->locate(child, key, name, "its own label"))
        .help("name another revision, or leave the line out");
  }
  Error fault = error(Code::kUnknownRevision, "revision `{}` {} `{}`, which is in none of: {}", id(child),
                      key == Key::kRevises ? "revises" : "depends on", name, places_->folder_text())
                    .at(places_->locate(child, key, name, "no such revision"));
  if (const auto node = find_label(name)) {
    throw std::move(fault).help(fmt::format("a label cannot be revised; write the id: `{}`", id(*node)));
  }
  if (name == "None") throw std::move(fault).help("leave the line out: a revision that revises nothing is a base");
  suggest(*this, name, fault, {.words = {}, .except = child});
  throw std::move(fault).help("bring its file back, or write the id of a revision that is there");
}

void RevisionGraph::fetch_parents(Node begin, Node end) const {
  std::vector<std::string_view> names;
  for (Node node = begin; node < end; ++node) {
    if (node + kAhead < size()) __builtin_prefetch(revisions_[node + kAhead].revises.data());
    names.insert(names.end(), revisions_[node].revises.begin(), revisions_[node].revises.end());
  }
  index_.fetch(names);
}

void RevisionGraph::link() {
  std::vector<Node> down;
  std::vector<Node> depends;
  const auto has = [](const std::vector<Node>& nodes, Node node) {
    return std::find(nodes.begin(), nodes.end(), node) != nodes.end();
  };
  for (Node node = 0; node < size(); ++node) {
    if (node % kBlock == 0) fetch_parents(node, std::min<Node>(node + kBlock, static_cast<Node>(size())));
    down.clear();
    depends.clear();
    for (const std::string_view name : revisions_[node].revises) down.push_back(parent_of(node, Key::kRevises, name));
    for (const std::string_view name : revisions_[node].depends_on) {
      const Node parent = parent_of(node, Key::kDependsOn, name);
      // A dependency on what it revises anyway is legal and says nothing new (rule 11); so is one named by id and by
      // label.
      if (!has(down, parent) && !has(depends, parent)) depends.push_back(parent);
    }
    parents_.add(down, depends);
  }
  children_ = parents_.reversed();
}

void RevisionGraph::find_ends() {
  for (Node node = 0; node < size(); ++node) {
    if (is_head(node)) heads_.push_back(node);
    if (is_real_head(node)) real_heads_.push_back(node);
    if (is_base(node)) bases_.push_back(node);
  }
}

std::vector<Node> RevisionGraph::branch_points() const {
  std::vector<Node> points;
  for (Node node = 0; node < size(); ++node) {
    if (is_branch_point(node)) points.push_back(node);
  }
  return points;
}

}  // namespace aludel
