#include "schema/order.h"

#include <cstddef>
#include <string>
#include <unordered_map>
#include <utility>

namespace aludel {
namespace {

std::vector<Identifier> needs_of(const Table& table) {
  std::vector<Identifier> parents;
  for (const Constraint& constraint : table.constraints) {
    if (const auto* key = std::get_if<ForeignKey>(&constraint)) parents.push_back(key->parent);
  }
  return parents;
}

std::vector<Identifier> needs_of(const Definition& definition) { return definition.mentions; }

template <typename Item>
std::vector<const Item*> in_order(const std::vector<const Item*>& items) {
  struct Visit {
    const Item* item;
    std::vector<Identifier> needs;
    std::size_t next = 0;
  };
  std::unordered_map<std::string, const Item*> unseen;
  for (const Item* item : items) unseen.emplace(item->name.key, item);
  std::vector<const Item*> order;
  std::vector<Visit> path;  // not the call stack: a chain may be long
  const auto enter = [&](const std::string& key) {
    const auto found = unseen.find(key);
    if (found == unseen.end()) return;
    path.push_back({found->second, needs_of(*found->second)});
    unseen.erase(found);
  };
  for (const Item* item : items) {
    enter(item->name.key);
    while (!path.empty()) {
      Visit& visit = path.back();
      if (visit.next == visit.needs.size()) {
        order.push_back(visit.item);
        path.pop_back();
      } else {
        const std::string key = visit.needs[visit.next++].key;
        enter(key);
      }
    }
  }
  return order;
}

}  // namespace

std::vector<const Table*> parents_first(const std::vector<const Table*>& tables) { return in_order(tables); }

std::vector<const Definition*> mentioned_first(const std::vector<const Definition*>& definitions) {
  return in_order(definitions);
}

}  // namespace aludel
