#include "diff/filter.h"

#include <algorithm>
#include <map>
#include <utility>

#include <fnmatch.h>

namespace aludel {
namespace {

bool matches(const std::vector<std::string>& globs, const std::string& name) {
  return std::any_of(globs.begin(), globs.end(),
                     [&](const std::string& glob) { return fnmatch(glob.c_str(), name.c_str(), FNM_CASEFOLD) == 0; });
}

// What the filter looks at: a definition counts as what it belongs to does.
const Identifier& owner_of(const Table& table) { return table.name; }
const Identifier& owner_of(const Definition& definition) {
  return definition.on.empty() ? definition.name : definition.on;
}

template <typename T>
void replace_hidden(const std::vector<T>& from, std::vector<T>& to, const Filter& filter) {
  const auto hides = [&](const T& item) { return !filter.shows(owner_of(item).text); };
  std::erase_if(to, hides);
  std::copy_if(from.begin(), from.end(), std::back_inserter(to), hides);
}

// All that is hidden under one name, of both schemas.
struct Sides {
  std::string kind, name;
  std::vector<const Table*> tables[2];
  std::vector<const Definition*> definitions[2];

  template <typename T>
  static bool same(const std::vector<const T*> (&sides)[2]) {
    return std::equal(sides[0].begin(), sides[0].end(), sides[1].begin(), sides[1].end(),
                      [](const T* a, const T* b) { return *a == *b; });
  }
  [[nodiscard]] bool differs() const { return !same(tables) || !same(definitions); }
};

}  // namespace

bool Filter::shows(std::string_view name) const {
  const std::string text(name);
  return (include.empty() || matches(include, text)) && !matches(exclude, text);
}

std::vector<Hidden> hidden_by(const Filter& filter, const Schema& from, const Schema& to) {
  if (filter.empty()) return {};
  std::map<std::string, Sides> hidden;  // by the owner's key
  const Schema* schemas[] = {&from, &to};
  for (std::size_t side = 0; side < 2; ++side) {
    for (const Table& table : schemas[side]->tables) {
      if (filter.shows(table.name.text)) continue;
      Sides& sides = hidden[table.name.key];
      sides.kind = "table";
      sides.name = table.name.text;
      sides.tables[side].push_back(&table);
    }
    for (const Definition& definition : schemas[side]->definitions) {
      const Identifier& owner = owner_of(definition);
      if (filter.shows(owner.text)) continue;
      Sides& sides = hidden[owner.key];
      if (definition.on.empty() && sides.kind.empty()) sides.kind = definition.kind;
      if (sides.name.empty()) sides.name = owner.text;
      sides.definitions[side].push_back(&definition);
    }
  }
  std::vector<Hidden> result;
  result.reserve(hidden.size());
  for (const auto& [key, sides] : hidden) result.push_back({sides.kind, sides.name, sides.differs()});
  return result;
}

Schema with_hidden_of(const Schema& from, Schema to, const Filter& filter) {
  if (filter.empty()) return to;
  replace_hidden(from.tables, to.tables, filter);
  replace_hidden(from.definitions, to.definitions, filter);
  sort_parts(to);
  return to;
}

}  // namespace aludel
