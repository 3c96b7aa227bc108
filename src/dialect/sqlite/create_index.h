// A stored CREATE INDEX, read as far as no pragma tells of it: expressions and the WHERE
// (https://sqlite.org/lang_createindex.html).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/source.h"

namespace aludel::sqlite {

struct IndexText {
  Span name_span;           // with its quotes
  Span table_span;          // the table's name, with its quotes
  std::vector<Span> parts;  // each without ASC or DESC
  std::optional<Span> where;
};

// Throws kInternal if the text is not one that SQLite stores for an index.
[[nodiscard]] IndexText read_create_index(std::string_view sql);

}  // namespace aludel::sqlite
