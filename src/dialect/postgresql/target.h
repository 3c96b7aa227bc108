// What a PostgreSQL URL says, as parameters of libpq.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/url.h"

namespace aludel::postgresql {

struct Target {
  std::vector<std::pair<std::string, std::string>> parameters;  // libpq's, a later one wins
  std::string shown;                                            // as a user would name it
  std::string own_folder = {};  // where Aludel's own server has its files; empty: it is somebody else's
};

// Throws kUrl: an unknown parameter, a NUL byte. What the URL leaves out comes from libpq's own places: PGHOST and its
// kin, a service file, ~/.pgpass.
[[nodiscard]] Target target_of(const Url& url);

}  // namespace aludel::postgresql
