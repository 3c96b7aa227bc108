#include "generate/chain_path.h"

#include <utility>

#include "migrate/heads.h"

namespace aludel {

Path path_to_all(const RevisionGraph& graph, const std::vector<std::string>& targets) {
  Path path;
  Rows rows;
  for (const std::string& target : targets) {
    for (Step& step : graph.upgrade_path(rows, target)) {
      apply_to(rows, step.heads);
      path.push_back(std::move(step));
    }
  }
  return path;
}

}  // namespace aludel
