// Renames as SQL. Everything that depends on a table or a column follows by itself, since the server knows it by
// number.
#pragma once

#include <vector>

#include "dialect/script.h"
#include "diff/rename.h"

namespace aludel::postgresql {

[[nodiscard]] Script render_renames(const std::vector<Rename>& renames);

}  // namespace aludel::postgresql
