// Renames are never guessed. What looks like one is a candidate; somebody says which are.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "diff/change.h"
#include "schema/schema.h"

namespace aludel {

// In the order in which they are settled.
enum class Renamed : std::uint8_t { kTable, kColumn, kDefinition, kValue };
inline constexpr Renamed kRenamed[] = {Renamed::kTable, Renamed::kColumn, Renamed::kDefinition, Renamed::kValue};

struct Rename {
  Identifier table;  // of a column or a value, by the new name of its table or type; else empty
  Identifier from, to;
  std::string kind = {};  // of a definition, or of the type of a value; else empty
  bool operator==(const Rename&) const = default;

  [[nodiscard]] Renamed what() const {
    if (kind.empty()) return table.empty() ? Renamed::kTable : Renamed::kColumn;
    return table.empty() ? Renamed::kDefinition : Renamed::kValue;
  }
};

// As a user types it: `users.name=full_name`, `people=users`; names in double quotes where they need them.
[[nodiscard]] std::string text_of(const Rename& rename);
// What it renames: "column `users.name`".
[[nodiscard]] std::string what_is(const Rename& rename);
// Whether rows have to do with it.
[[nodiscard]] bool keeps_values(const Rename& rename);

// What renames have to know of a definition that an engine can rename.
struct RenamableDefinition {
  std::string structure;            // all of it but its name: what is alike has equal ones
  std::string spelling;             // its name as other texts write it
  std::vector<std::string> values;  // of a type: what can be renamed, too
  // The column that it belongs to, table and name: it is what belongs to that column afterwards, without a question.
  std::optional<std::pair<Identifier, Identifier>> column;
  // The table, view or type that it is a part of: one of the same structure is it, without a question.
  std::optional<Identifier> part_of;
};

// What renames have to know of an engine.
struct RenameRules {
  std::function<Identifier(std::string_view)> identifier;  // SchemaDialect::identifier
  // SchemaDialect::renamable. Empty: the engine renames tables and columns only.
  std::function<std::optional<RenamableDefinition>(const Definition&, const Schema&)> renamable = {};
};

// A dropped and an added table of the same columns and primary key; a dropped and an added column of one table, or a
// definition, that differ in nothing but the name; values that went and came at one place of a type. What is `settled`
// takes part no more. One object may occur in several candidates; the likeliest of them comes first.
[[nodiscard]] std::vector<Rename> find_rename_candidates(const Schema& from, const Schema& to,
                                                         const std::vector<Rename>& settled, Renamed what,
                                                         const RenameRules& rules);

// What is dropped and added and may be one thing that changed more than its name: a table with half of its columns, the
// one column that goes and the one that comes. Too little to ask about, enough to be pointed out.
[[nodiscard]] std::vector<Rename> find_possible_renames(const Changes& changes);

// What somebody says of renames.
struct RenameRequest {
  std::vector<std::string> renames = {};        // `users.name=full_name`, `people=users`, as a user types them
  bool no_others = false;                       // what else looks like one is dropped and added
  std::function<bool(const Rename&)> ask = {};  // answers for a candidate; empty: there is nobody to ask
};

// The renames to make, in the order of Renamed. Throws kRename: a text that is no rename, names that are not there
// (did you mean), or candidates that nobody settled, each with the flag that does.
[[nodiscard]] std::vector<Rename> settle_renames(const Schema& from, const Schema& to, const RenameRequest& request,
                                                 const RenameRules& rules);

}  // namespace aludel
