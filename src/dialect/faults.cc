#include "dialect/faults.h"

#include <algorithm>

namespace aludel {

std::vector<const Definition*> newly_faulty(const Schema& before, const Schema& after) {
  const auto stays = [&](const Definition& now) {
    const Definition* then = before.find_definition(now.kind, now.name);
    return then != nullptr && *then == now ? then : nullptr;
  };
  const auto may_be_broken_by = [&](const Definition& one, const Definition& other) {
    return !other.fault.empty() && !one.on.empty() && other.on == one.on && stays(other) == nullptr;
  };
  std::vector<const Definition*> broken;
  for (const Definition& now : after.definitions) {
    if (now.fault.empty()) continue;
    const Definition* then = stays(now);
    if (then == nullptr || !then->fault.empty()) continue;
    if (std::any_of(after.definitions.begin(), after.definitions.end(),
                    [&](const Definition& other) { return may_be_broken_by(now, other); }))
      continue;
    broken.push_back(&now);
  }
  return broken;
}

}  // namespace aludel
