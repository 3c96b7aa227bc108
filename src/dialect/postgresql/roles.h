// Roles that a statement names. A private server has none but its own, and roles belong to no database: so those that
// scripts mention are made before the statement runs, and what makes or drops roles does not run.
//
// A name that is taken for a role and is none costs an empty role on a server that is thrown away.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace aludel::postgresql {

struct RoleWords {
  std::vector<std::string> names;
  bool makes_or_drops = false;  // CREATE ROLE, USER, GROUP; DROP of one
};
[[nodiscard]] RoleWords roles_in(std::string_view statement);

}  // namespace aludel::postgresql
