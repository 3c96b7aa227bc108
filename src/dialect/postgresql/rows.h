// What PostgreSQL says of rows that are made up and compared: literals that suit a column, cells as literals.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dialect/schema_dialect.h"
#include "schema/schema.h"

namespace aludel::postgresql {

[[nodiscard]] std::vector<std::string> samples(const Column& column, const SampleWish& wish);
[[nodiscard]] std::vector<std::string> literals(std::string_view sql);
[[nodiscard]] std::string literal_of(std::string_view expression, CellTypes types);

}  // namespace aludel::postgresql
