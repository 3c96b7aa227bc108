// What may run in a temporary database on somebody's own server: statements of a model that are known to touch nothing
// but the database that they run in.
#pragma once

#include <string_view>

namespace aludel::postgresql {

// By its first words. False for whatever is not known: a role, a tablespace or a file is reached, code runs at once
// (DO, CALL, a query, a partition's bound that is no literal, an event trigger), rows change.
[[nodiscard]] bool stays_inside(std::string_view statement);

// The statements of one model, in the order in which they run.
class Sandbox {
 public:
  // Not the query of a materialized view, either, once the model made code that it may call.
  [[nodiscard]] bool admits(std::string_view statement);

 private:
  bool has_code_ = false;
};

}  // namespace aludel::postgresql
