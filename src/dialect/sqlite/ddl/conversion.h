// What becomes of a column's values as its type changes: SQLite converts by affinity, silently
// (https://sqlite.org/datatype3.html, 3).
#pragma once

#include <string>

#include "dialect/sqlite/ddl/facts.h"

namespace aludel::sqlite {

struct Conversion {
  std::string words;    // for a reviewer
  std::string value;    // the expression that is copied
  std::string refused;  // holds for rows whose value would not be the same one in the new type; empty: for none
};

// `column` is the column as SQL. What is refused may happen if `permitted`.
[[nodiscard]] Conversion convert(const std::string& column, Affinity to, bool permitted);

}  // namespace aludel::sqlite
