// What the statements of a revision throw away with its rows: read from their words, looked up and counted under the
// lock that they take anyway, before they run. A table that is dropped and made again loses only the columns that do
// not come back.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace aludel::postgresql {

struct DroppedPart {
  std::string table;   // as it was written
  std::string column;  // too; empty: the whole table
  bool operator==(const DroppedPart&) const = default;
};

// Tables and columns that a statement's words say it drops. What goes by CASCADE is not among them.
[[nodiscard]] std::vector<DroppedPart> dropped_by(std::string_view statement);

struct TableRename {
  std::string from;  // as it was written
  std::string to;    // the last part of its name
};

// Nothing: two empty names.
[[nodiscard]] TableRename table_rename(std::string_view statement);

}  // namespace aludel::postgresql
