// A CREATE TABLE with the actions of an ALTER TABLE done on its text.
#pragma once

#include <string>

#include "core/source.h"
#include "dialect/sqlite/batch/alter_table.h"
#include "dialect/sqlite/create_table.h"

namespace aludel::sqlite {

// `sql` with one action done. Throws kStatement with its place in `source` where the table has no such column or
// constraint, has it already, or a part of the table still needs what is dropped.
[[nodiscard]] std::string altered_text(const std::string& sql, const Source& source, const AlterAction& action);

}  // namespace aludel::sqlite
