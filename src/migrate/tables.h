// The names of Aludel's own tables in a database.
#pragma once

#include <string>
#include <vector>

namespace aludel {

struct OwnTables {
  std::string version = "aludel_version";  // configurable: `alembic_version` lets both tools take turns
  std::string history = "aludel_history";
  std::string progress = "aludel_progress";
  std::string lease = "aludel_lease";  // only where the engine has no lock for all of its nodes

  [[nodiscard]] std::vector<std::string> names() const { return {version, history, progress, lease}; }
};

}  // namespace aludel
