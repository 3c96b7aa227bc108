// What SQLite says of rows that are made up and compared: literals that suit a column, cells as text, rowids.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "dialect/schema_dialect.h"
#include "schema/schema.h"

namespace aludel::sqlite {

[[nodiscard]] std::vector<std::string> samples(const Column& column, const SampleWish& wish);
[[nodiscard]] std::vector<std::string> literals(std::string_view sql);
[[nodiscard]] std::string row_number(const Table& table);
[[nodiscard]] std::string literal_of(std::string_view expression, CellTypes types);
[[nodiscard]] Counters counters(Connection& connection);

}  // namespace aludel::sqlite
