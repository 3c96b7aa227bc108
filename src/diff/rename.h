// Renames are never guessed. What looks like one is a candidate; somebody says which are.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "diff/change.h"
#include "schema/schema.h"

namespace aludel {

struct Rename {
  Identifier table;  // of a column, by the table's new name; empty: a table is renamed
  Identifier from, to;
  bool operator==(const Rename&) const = default;
};

// As a user types it: `users.name=full_name`, `people=users`; names in double quotes where they need them.
[[nodiscard]] std::string text_of(const Rename& rename);
// What it renames: "column `users.name`".
[[nodiscard]] std::string what_is(const Rename& rename);

enum class Renamable : std::uint8_t { kTables, kColumns };

// A dropped and an added table of the same columns and primary key; or a dropped and an added column of one table that
// differ in nothing but the name. What is `settled` takes part no more. One object may occur in several candidates; the
// likeliest of them comes first.
[[nodiscard]] std::vector<Rename> find_rename_candidates(const Schema& from, const Schema& to,
                                                         const std::vector<Rename>& settled, Renamable what);

// What is dropped and added and may be one thing that changed more than its name: a table with half of its columns, the
// one column that goes and the one that comes. Too little to ask about, enough to be pointed out.
[[nodiscard]] std::vector<Rename> find_possible_renames(const Changes& changes);

// What somebody says of renames.
struct RenameRequest {
  std::vector<std::string> renames = {};        // `users.name=full_name`, `people=users`, as a user types them
  bool no_others = false;                       // what else looks like one is dropped and added
  std::function<bool(const Rename&)> ask = {};  // answers for a candidate; empty: there is nobody to ask
};

// A text as the engine's identifier: Dialect::identifier.
using MakeIdentifier = std::function<Identifier(std::string_view)>;

// The renames to make, tables first. Throws kRename: a text that is no rename, names that are not there (did you mean),
// or candidates that nobody settled, each with the flag that does.
[[nodiscard]] std::vector<Rename> settle_renames(const Schema& from, const Schema& to, const RenameRequest& request,
                                                 const MakeIdentifier& identifier);

}  // namespace aludel
