#include "generate/kept.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "diff/lineage.h"

namespace aludel {
namespace {

// The name of the same thing afterwards; nothing if its name is taken by another one.
const Identifier* name_after(const Identifier& name, const Identifier& table, const std::vector<Rename>& renames) {
  const Identifier* after = &name;
  for (const Rename& rename : renames) {
    if (!(rename.table == table) || !rename.kind.empty()) continue;
    if (rename.from == name) return &rename.to;
    if (rename.to == name) after = nullptr;
  }
  return after;
}

// Of a table with parents: what it needs and is a table.
std::set<Identifier> parents_of(const Table* table, const Schema& schema) {
  std::set<Identifier> parents;
  if (table == nullptr || !table->whole) return parents;
  std::copy_if(table->needs.begin(), table->needs.end(), std::inserter(parents, parents.end()),
               [&](const Identifier& need) { return schema.find_table(need) != nullptr; });
  return parents;
}

// Whether a table whose children come or go may be made anew, so that those that stay get the rows of others.
bool may_be_made_anew(const Identifier& name, const Schema& from, const Schema& to) {
  const Table* before = from.find_table(name);
  const Table* after = to.find_table(name);
  return before != nullptr && after != nullptr && before->columns != after->columns;
}

// A partition that can take them: the one for what no other takes, or one with other bounds.
bool takes_rows_of_others(const Table& before, const Table& after) {
  const auto bounds = before.options.find("partition of");
  return bounds != before.options.end() && (before.options != after.options || bounds->second.ends_with(" DEFAULT"));
}

void add_takers(const Schema& from, const Schema& to, std::set<Identifier>& regrouped) {
  for (const Table& table : from.tables) {
    const Table* after = to.find_table(table.name);
    if (after == nullptr || !takes_rows_of_others(table, *after)) continue;
    for (const Identifier& parent : parents_of(&table, from)) {
      if (regrouped.contains(parent) && may_be_made_anew(parent, from, to)) regrouped.insert(table.name);
    }
  }
}

// Tables whose children leave or join them. One that is itself another kind of parent takes over the rows of children
// that come or go with it.
std::set<Identifier> regrouped_tables(const Schema& from, const Schema& to) {
  std::set<Identifier> found;
  const auto look_at = [&](const Identifier& name) {
    const Table* before = from.find_table(name);
    const Table* after = to.find_table(name);
    const std::set<Identifier> old = parents_of(before, from);
    const std::set<Identifier> now = parents_of(after, to);
    std::set<Identifier> others;
    std::set_symmetric_difference(old.begin(), old.end(), now.begin(), now.end(), std::inserter(others, others.end()));
    for (const Identifier& parent : others) {
      const Table* was = from.find_table(parent);
      const Table* is = to.find_table(parent);
      const bool stays = was != nullptr && is != nullptr && was->options == is->options;
      if (stays || (before != nullptr && after != nullptr)) found.insert(parent);
    }
  };
  for (const Table& table : from.tables) look_at(table.name);
  for (const Table& table : to.tables) look_at(table.name);
  for (std::size_t before = 0; before != found.size();) {  // and what these are children of
    before = found.size();
    for (const Identifier& name : std::set<Identifier>(found)) {
      found.merge(parents_of(from.find_table(name), from));
      found.merge(parents_of(to.find_table(name), to));
    }
  }
  add_takers(from, to, found);
  return found;
}

}  // namespace

std::vector<KeptTable> kept_tables(const Schema& from, const Schema& to, const std::vector<Rename>& renames) {
  std::vector<KeptTable> kept;
  const std::set<Identifier> regrouped = regrouped_tables(from, to);
  for (const Table& table : from.tables) {
    const Identifier* name = name_after(table.name, {}, renames);
    const Table* after = name == nullptr ? nullptr : to.find_table(*name);
    if (after == nullptr) continue;
    KeptTable pair{&table, after, {}, regrouped.contains(table.name) || regrouped.contains(after->name)};
    for (const Column& column : whole_of(table).columns) {
      const Identifier* column_name = name_after(column.name, after->name, renames);
      const Column* column_after = column_name == nullptr ? nullptr : whole_of(*after).find_column(*column_name);
      if (column_after != nullptr) pair.columns.push_back({&column, column_after});
    }
    kept.push_back(std::move(pair));
  }
  return kept;
}

}  // namespace aludel
