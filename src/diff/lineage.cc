#include "diff/lineage.h"

#include <algorithm>
#include <optional>

#include "diff/parts.h"

namespace aludel {
namespace {

template <typename T>
bool is_own(const std::vector<T>& own, const T& one) {
  return std::find(own.begin(), own.end(), one) != own.end();
}

// Takes out of both lists what is the same but for its name, where a parent gives one of them its name.
template <typename T>
void forget_equals(std::vector<T>& from, const std::vector<T>& own_from, std::vector<T>& to,
                   const std::vector<T>& own_to) {
  std::erase_if(from, [&](const T& before) {
    const auto found = std::find_if(to.begin(), to.end(), [&](const T& after) {
      return same_but_for_name(before, after) && !(is_own(own_from, before) && is_own(own_to, after));
    });
    if (found == to.end()) return false;
    to.erase(found);
    return true;
  });
}

}  // namespace

bool same_but_for_name(const Constraint& a, const Constraint& b) {
  Constraint named = a;
  std::visit([&](auto& one) { one.name = name_of(b); }, named);
  return named == b;
}
bool same_but_for_name(const Index& a, const Index& b) {
  Index named = a;
  named.name = b.name;
  return named == b;
}
bool same_but_for_name(const std::optional<PrimaryKey>& a, const std::optional<PrimaryKey>& b) {
  if (!a || !b) return !a && !b;
  PrimaryKey named = *a;
  named.name = b->name;
  return named == *b;
}

const Table& whole_of(const Table& table) { return table.whole ? *table.whole : table; }

bool moves(const Table& from, const Table& to) {
  if (!from.whole && !to.whole) return false;
  return !from.whole || !to.whole || from.whole->options != to.whole->options;
}

void diff_moved(const Table& from, const Table& to, const DiffOptions& options, Changes& out) {
  Table before = whole_of(from);
  Table after = whole_of(to);
  for (Table* table : {&before, &after})  // bounds, which come and go with the parent
    std::erase_if(table->constraints, [](const Constraint& one) { return name_of(one).empty(); });
  forget_equals(before.constraints, from.constraints, after.constraints, to.constraints);
  forget_equals(before.indexes, from.indexes, after.indexes, to.indexes);
  std::erase_if(after.indexes, [&](const Index& index) { return !is_own(to.indexes, index); });
  std::erase_if(after.constraints, [&](const Constraint& constraint) {
    return !std::holds_alternative<CheckConstraint>(constraint) && !is_own(to.constraints, constraint);
  });
  const bool both_own = from.primary_key && to.primary_key;
  if (!both_own && same_but_for_name(before.primary_key, after.primary_key)) before.primary_key = after.primary_key;
  if (after.primary_key && !to.primary_key && !before.primary_key) after.primary_key.reset();
  diff_columns(before, after, options, out);
  diff_constraints(before, after, out);
  diff_indexes(before, after, out);
}

}  // namespace aludel
