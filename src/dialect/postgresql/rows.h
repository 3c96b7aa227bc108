// What PostgreSQL says of rows that are made up and compared: literals that suit a column, cells as literals.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "dialect/schema_dialect.h"
#include "schema/schema.h"

namespace aludel::postgresql {

[[nodiscard]] std::vector<std::string> samples(const Column& column, const SampleWish& wish);
[[nodiscard]] std::vector<std::string> literals(std::string_view sql);
[[nodiscard]] std::vector<std::string> values_near(std::string_view literal, const Column& column, std::int64_t row);
[[nodiscard]] std::string typed_value(const std::string& value, const Column& column, const Schema& schema);
// Those that have no file to keep one in; partitions and children of theirs may hold what a parent shows.
[[nodiscard]] std::set<Identifier> tables_without_rows(Connection& connection);
[[nodiscard]] bool counts(const Column& column);
[[nodiscard]] Counters counters(Connection& connection);
// Whether a type of that name is the same in both schemas, as far as its values tell.
[[nodiscard]] bool same_type(std::string_view type, const Schema& from, const Schema& to);
[[nodiscard]] std::string literal_of(std::string_view expression, CellTypes types);

}  // namespace aludel::postgresql
