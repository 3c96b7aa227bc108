// The changes of one table together: what decides how it is changed.
#pragma once

#include <vector>

#include "diff/change.h"

namespace aludel::sqlite {

template <typename Part>
struct Replacement {
  const Part* from = nullptr;  // null: added
  const Part* to = nullptr;    // null: dropped
};

// Points into the schemas and the changes that it was made from.
struct TableChange {
  const Table* from = nullptr;
  const Table* to = nullptr;
  std::vector<const Change*> changes;  // all of them
  std::vector<const Column*> added;
  std::vector<const Column*> dropped;
  std::vector<const ModifyColumn*> modified;
  std::vector<Replacement<Constraint>> constraints;
  std::vector<Replacement<Index>> indexes;
  bool primary_key = false;
  bool options = false;
  bool reordered = false;

  // Whether anything but indexes changes.
  [[nodiscard]] bool changes_table() const {
    return changes_clauses() || !added.empty() || !dropped.empty() || reordered;
  }
  // Whether anything changes that native statements cannot change.
  [[nodiscard]] bool changes_clauses() const {
    return !modified.empty() || !constraints.empty() || primary_key || options;
  }
};

// Whether the collation of a column among them changes, which the parts do not tell where they have their column's.
[[nodiscard]] bool collation_changes(const TableChange& change, const std::vector<KeyPart>& parts);

// In the order of the tables' names; tables that come or go whole are not among them.
[[nodiscard]] std::vector<TableChange> group_by_table(const Schema& from, const Schema& to, const Changes& changes);

}  // namespace aludel::sqlite
