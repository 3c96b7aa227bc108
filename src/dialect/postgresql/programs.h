// PostgreSQL's server programs on this machine.
#pragma once

#include <string>
#include <vector>

namespace aludel::postgresql {

struct ServerPrograms {
  std::string folder;   // holds `initdb` and `postgres`
  int major = 0;        // 15
  std::string version;  // as the program tells it: `15.14 (Debian ...)`
};

// Where Debian and Red Hat put them, where pg_config says, and in PATH; the newest first, one for each major version.
[[nodiscard]] std::vector<ServerPrograms> find_programs();

}  // namespace aludel::postgresql
