// Renames are never guessed. What looks like one is a candidate; somebody says which are.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "diff/change.h"
#include "schema/schema.h"

namespace aludel {

struct Rename {
  Identifier table;  // of a column, by the table's new name; empty: a table is renamed
  Identifier from, to;
  bool operator==(const Rename&) const = default;
};

// A dropped and an added table of one structure; a dropped and an added column of one table that differ in nothing but
// the name. One object may occur in several candidates.
[[nodiscard]] std::vector<Rename> find_rename_candidates(const Schema& from, const Schema& to);

// `users.name` and `full_name` as a user types them. The dialect renames on scratch and introspects, so that every
// text which mentions the name follows; this only says that both sides exist. Throws kRename.
void check_rename(const Rename& rename, const Schema& from, const Schema& to);

}  // namespace aludel
