// How all that a statement could touch stands: definitions of the objects whose names occur in it. Two that differ say
// that the statement between them took effect; two that are equal, that it can run (again).
#pragma once

#include <string>
#include <string_view>

#include "dialect/mariadb/client.h"
#include "dialect/mariadb/engines.h"

namespace aludel::mariadb {

// `h1:` and a hash. Empty for a statement that is harmless to repeat. Throws kForbiddenStatement if this user is not
// permitted to see what would tell; kConnect.
[[nodiscard]] std::string fingerprint_of(Client& client, std::string_view statement, const std::string& database,
                                         Engines& engines);

}  // namespace aludel::mariadb
