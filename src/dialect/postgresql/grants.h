// Who may do what, and whose an object is: read for all objects at once.
#pragma once

#include <string_view>
#include <vector>

#include "dialect/postgresql/objects.h"
#include "schema/schema.h"

namespace aludel::postgresql {

inline constexpr std::string_view kGrant = "grant";
inline constexpr std::string_view kDefaultGrant = "default privilege";

struct Rights {
  std::vector<Definition> grants;  // privileges and default privileges, as GRANT and REVOKE
  std::vector<Definition> owners;  // other than the one who asks
};
[[nodiscard]] Rights read_rights(Catalog& catalog, const Objects& objects);

}  // namespace aludel::postgresql
