#include <algorithm>
#include <functional>

#include "diff/parts.h"

namespace aludel {
namespace {

using Pointers = std::vector<const Constraint*>;
using Same = std::function<bool(const Constraint&, const Constraint&)>;

bool equal(const Constraint& a, const Constraint& b) { return a == b; }

bool named_alike(const Constraint& a, const Constraint& b) {
  return a.index() == b.index() && !name_of(a).empty() && name_of(a) == name_of(b);
}

bool same_columns(const std::vector<KeyPart>& a, const std::vector<KeyPart>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const KeyPart& left, const KeyPart& right) {
    return left.column == right.column && left.expression == right.expression;
  });
}

// About the same thing, whatever their names: keys of the same columns, equal conditions.
bool about_alike(const Constraint& a, const Constraint& b) {
  struct Visitor {
    const Constraint* other;
    bool operator()(const UniqueConstraint& unique) const {
      return same_columns(unique.parts, std::get<UniqueConstraint>(*other).parts);
    }
    bool operator()(const CheckConstraint& check) const {
      return check.expression == std::get<CheckConstraint>(*other).expression;
    }
    bool operator()(const ForeignKey& key) const { return key.columns == std::get<ForeignKey>(*other).columns; }
  };
  return a.index() == b.index() && std::visit(Visitor{&b}, a);
}

// Takes each of `from` that has a like one in `to` out of both lists, one for one.
template <typename Matched>
void pair_off(Pointers& from, Pointers& to, const Same& same, Matched matched) {
  std::erase_if(from, [&](const Constraint* before) {
    const auto found =
        std::find_if(to.begin(), to.end(), [&](const Constraint* after) { return same(*before, *after); });
    if (found == to.end()) return false;
    matched(*before, **found);
    to.erase(found);
    return true;
  });
}

Pointers pointers(const std::vector<Constraint>& constraints) {
  Pointers result;
  result.reserve(constraints.size());
  for (const Constraint& constraint : constraints) result.push_back(&constraint);
  return result;
}

}  // namespace

// Names are optional and, on some engines, not unique: what is equal is paired off first, then what has one name, then
// what is about the same columns.
void diff_constraints(const Table& from, const Table& to, Changes& out) {
  if (from.primary_key != to.primary_key) out.push_back(ModifyPrimaryKey{to.name, from.primary_key, to.primary_key});
  if (from.constraints == to.constraints) return;
  Pointers before = pointers(from.constraints);
  Pointers after = pointers(to.constraints);
  pair_off(before, after, equal, [](const Constraint&, const Constraint&) {});
  for (const Same& same : {Same(named_alike), Same(about_alike)}) {
    pair_off(before, after, same, [&](const Constraint& old, const Constraint& now) {
      out.push_back(ReplaceConstraint{to.name, old, now});
    });
  }
  for (const Constraint* constraint : before) out.push_back(DropConstraint{to.name, *constraint});
  for (const Constraint* constraint : after) out.push_back(AddConstraint{to.name, *constraint});
}

}  // namespace aludel
