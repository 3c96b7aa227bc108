// What only the text of a stored CREATE TABLE tells, since no pragma does: CHECKs, collations, generated columns'
// expressions, AUTOINCREMENT, conflict clauses, deferred foreign keys.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace aludel::sqlite {

struct TableFact {
  std::string kind;    // check, collation, generated, autoincrement, conflict, deferred
  std::string column;  // whose definition it stands in; empty for a table constraint
  std::string detail;
};

[[nodiscard]] std::vector<TableFact> facts_of(std::string_view create_table);

}  // namespace aludel::sqlite
