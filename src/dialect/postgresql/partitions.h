// Which rows the partitions of a table hold.
#pragma once

#include <string>
#include <vector>

#include "schema/schema.h"

namespace aludel::postgresql {

// SchemaDialect::conditions_of_parts.
[[nodiscard]] std::vector<std::string> conditions_of_parts(const Table& table, const Schema& schema);

}  // namespace aludel::postgresql
