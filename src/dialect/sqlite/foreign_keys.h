// Rows that break a foreign key, as `PRAGMA foreign_key_check` lists them.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "dialect/sqlite/database.h"

namespace aludel::sqlite {

struct Violation {
  std::string table;
  std::string row;  // the rowid; empty for a table without
  std::string parent;
  bool operator==(const Violation&) const = default;
  bool operator<(const Violation& other) const {
    return std::tie(table, row, parent) < std::tie(other.table, other.row, other.parent);
  }
};

// How often each occurs: a row may break two keys to one parent.
using Violations = std::map<Violation, std::int64_t>;

// What is known of a database's foreign keys.
struct ForeignKeys {
  Violations violations;
  std::set<std::string> uncheckable;        // tables with a key to columns that are not unique
  std::map<std::string, std::string> keys;  // of each table: what its keys say
};
[[nodiscard]] ForeignKeys read_foreign_keys(Database& database);
[[nodiscard]] Violations find_violations(Database& database);
// Tables whose keys could be checked before, and no more, though they are the same: what they refer to has changed.
[[nodiscard]] std::vector<std::string> lost_parents(const ForeignKeys& before, const ForeignKeys& after);
// Those that `before` does not have.
[[nodiscard]] Violations new_violations(const Violations& before, const Violations& after);
// One line each for the first few: `row 7 of `images` refers to no row of `albums``.
[[nodiscard]] std::vector<std::string> describe(const Violations& violations);
// Whether the open transaction could not be committed because of a foreign key.
[[nodiscard]] bool has_open_violations(Database& database);

}  // namespace aludel::sqlite
