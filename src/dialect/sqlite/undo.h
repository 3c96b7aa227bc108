// Which statement takes back what a statement of a user's file creates. Reads names that occur in it, and proves
// nothing: who uses it must look at the result (https://sqlite.org/lang_createtable.html and its neighbours).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace aludel::sqlite {

// `DROP INDEX "a"` for `CREATE INDEX a ...`; nothing for statements that create no object and no column.
[[nodiscard]] std::optional<std::string> undo_of(std::string_view statement);

}  // namespace aludel::sqlite
