// Graphs as one line of text, for tests: `a1#A< ; b2<b1~a2 ; m<d1,d2` reads id#label<revises,...~depends_on,...
#pragma once

#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "revision/graph.h"

namespace aludel {

class NotedRevisions : public Places {
 public:
  explicit NotedRevisions(std::string_view text) {
    while (!text.empty()) {
      const std::size_t semicolon = text.find(';');
      add(text.substr(0, semicolon));
      text = semicolon == std::string_view::npos ? std::string_view() : text.substr(semicolon + 1);
    }
  }
  NotedRevisions() = default;

  void add(std::string_view id, const std::vector<std::string>& down, const std::vector<std::string>& depends,
           const std::vector<std::string>& labels) {
    Revision revision;
    revision.id = texts_.emplace_back(id);
    revision.revises = keep(down);
    revision.depends_on = keep(depends);
    revision.branch_labels = keep(labels);
    revision.path = texts_.emplace_back(texts_.back() + ".sql");
    revisions_.push_back(revision);
  }

  [[nodiscard]] const std::vector<Revision>& list() const { return revisions_; }
  [[nodiscard]] RevisionGraph graph() const { return {revisions_, *this}; }

  [[nodiscard]] Location locate(Node node, Key key, std::string_view value, std::string label) const override {
    Location place;
    place.file = revisions_[node].id;
    place.text = std::string(name_of(key)) + ": " + std::string(value);
    place.label = std::move(label);
    return place;
  }
  [[nodiscard]] std::string folder_text() const override { return "migrations/"; }

 private:
  static std::vector<std::string> split(std::string_view text) {
    std::vector<std::string> parts;
    std::string part;
    for (const char c : text) {
      if (c == ' ') continue;
      if (c == ',') parts.push_back(std::exchange(part, {}));
      if (c != ',') part += c;
    }
    if (!part.empty()) parts.push_back(part);
    return parts;
  }

  void add(std::string_view text) {
    const std::size_t less = text.find('<');
    const std::size_t tilde = std::min(text.find('~'), text.size());
    const std::string_view name = text.substr(0, less);
    const std::size_t hash = std::min(name.find('#'), name.size());
    const std::string_view labels = hash < name.size() ? name.substr(hash + 1) : std::string_view();
    add(split(name.substr(0, hash)).at(0), split(text.substr(less + 1, tilde - less - 1)),
        split(tilde < text.size() ? text.substr(tilde + 1) : std::string_view()), split(labels));
  }

  std::span<const std::string_view> keep(const std::vector<std::string>& values) {
    auto& kept = lists_.emplace_back();
    for (const std::string& value : values) kept.push_back(texts_.emplace_back(value));
    return kept;
  }

  std::list<std::string> texts_;
  std::list<std::vector<std::string_view>> lists_;
  std::vector<Revision> revisions_;
};

// Ids of nodes, parted by spaces.
inline std::string ids(const RevisionGraph& graph, std::span<const Node> nodes) {
  std::string text;
  for (const Node node : nodes) text += (text.empty() ? "" : " ") + std::string(graph.id(node));
  return text;
}

}  // namespace aludel
