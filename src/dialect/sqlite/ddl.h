// From changes to SQLite's SQL: native ALTER TABLE where it loses nothing, an edit of the stored text where no row has
// to move, else the rebuild of a table (https://sqlite.org/lang_altertable.html).
#pragma once

#include <vector>

#include "dialect/ddl.h"

namespace aludel::sqlite {

[[nodiscard]] Ddl render(const Schema& from, const Schema& to, const Changes& changes, const DdlOptions& options);
[[nodiscard]] Script render_renames(const Schema& from, const std::vector<Rename>& renames);

}  // namespace aludel::sqlite
