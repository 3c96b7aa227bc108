#pragma once

#include "dialect/schema_dialect.h"

namespace aludel::postgresql {

[[nodiscard]] const SchemaDialect& dialect();

}  // namespace aludel::postgresql
