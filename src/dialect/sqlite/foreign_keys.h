// Rows that break a foreign key, as `PRAGMA foreign_key_check` lists them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
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

// Nothing if the check itself is impossible: a key points at columns that are not unique.
[[nodiscard]] std::optional<Violations> find_violations(Database& database);
// Those that `before` does not have.
[[nodiscard]] Violations new_violations(const Violations& before, const Violations& after);
// One line each for the first few: `row 7 of `images` refers to no row of `albums``.
[[nodiscard]] std::vector<std::string> describe(const Violations& violations);
// Whether the open transaction could not be committed because of a foreign key.
[[nodiscard]] bool has_open_violations(Database& database);

}  // namespace aludel::sqlite
