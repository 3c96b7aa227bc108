// SQLite, as the registry lists it.
#pragma once

#include "dialect/schema_dialect.h"

namespace aludel::sqlite {

[[nodiscard]] const SchemaDialect& dialect();

}  // namespace aludel::sqlite
