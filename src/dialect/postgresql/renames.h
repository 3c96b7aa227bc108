// Renames as SQL, and what of a schema can be renamed. Everything that depends on an object follows by itself, since
// the server knows it by number.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dialect/script.h"
#include "diff/rename.h"

namespace aludel::postgresql {

// For a database with schema `from`.
[[nodiscard]] Script render_renames(const Schema& from, const std::vector<Rename>& renames);

// SchemaDialect::renamable and renamed_value.
[[nodiscard]] std::optional<RenamableDefinition> renamable(const Definition& definition, const Schema& schema);
[[nodiscard]] std::string renamed_value(const Column& column, const Schema& schema, const std::vector<Rename>& renames);

}  // namespace aludel::postgresql
