// What may run in a temporary database on somebody's own server: statements of a model that are known to touch nothing
// but the database that they run in.
#pragma once

#include <string>
#include <string_view>

namespace aludel::postgresql {

// By its first words. False for whatever is not known: a role, a tablespace or a file is reached, code runs at once
// (DO, CALL, a query, a partition's bound that is no literal, an event trigger), rows change.
[[nodiscard]] bool stays_inside(std::string_view statement);

// A materialized view as it is made without running its query; any other statement as it is.
[[nodiscard]] std::string without_query(std::string_view statement);

}  // namespace aludel::postgresql
