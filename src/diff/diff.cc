#include "diff/diff.h"

#include <algorithm>
#include <tuple>

#include "diff/parts.h"

namespace aludel {
namespace {

// The name of a definition that a change is about.
struct DefinitionOf {
  const Identifier* operator()(const AddDefinition& add) const { return &add.definition.name; }
  const Identifier* operator()(const DropDefinition& drop) const { return &drop.definition.name; }
  const Identifier* operator()(const ReplaceDefinition& replace) const { return &replace.to.name; }
  const Identifier* operator()(const RenameDefinition& rename) const { return &rename.to; }
  const Identifier* operator()(const RenameValue& rename) const { return &rename.type; }
  template <typename Other>
  const Identifier* operator()(const Other&) const {
    return nullptr;
  }
};

// Where a change stands among others: what is about a table by that table; then the rest, a view before what belongs
// to it.
class Places {
 public:
  Places(const Schema& from, const Schema& to) : from_(from), to_(to) {}

  using Place = std::tuple<bool, std::string_view, bool>;
  [[nodiscard]] Place of(const Change& change) const {
    const Identifier* definition = std::visit(DefinitionOf{}, change);
    const Identifier& table = table_of(change);
    if (definition == nullptr) return {false, table.key, false};
    if (table.empty()) return {true, definition->key, false};
    return {from_.find_table(table) == nullptr && to_.find_table(table) == nullptr, table.key, true};
  }

 private:
  const Schema& from_;
  const Schema& to_;
};

}  // namespace

void sort_changes(Changes& changes, const Schema& from, const Schema& to) {
  const Places places(from, to);
  std::vector<std::pair<Places::Place, Change*>> order;
  order.reserve(changes.size());
  for (Change& change : changes) order.emplace_back(places.of(change), &change);
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  Changes sorted;
  sorted.reserve(order.size());
  // The places look into the changes, so nothing moves before all are known.
  for (const auto& [place, change] : order) sorted.push_back(std::move(*change));
  changes = std::move(sorted);
}

Changes diff(const Schema& from, const Schema& to, const DiffOptions& options) {
  Changes changes;
  diff_tables(from, to, options, changes);
  diff_definitions(from, to, changes);
  sort_changes(changes, from, to);
  return changes;
}

}  // namespace aludel
