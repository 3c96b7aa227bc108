#include <tuple>

#include "diff/match.h"
#include "diff/parts.h"

namespace aludel {

void diff_definitions(const Schema& from, const Schema& to, Changes& out) {
  const auto key = [](const Definition& definition) { return std::tie(definition.kind, definition.name); };
  match_sorted(from.definitions, to.definitions, key, [&](const Definition* before, const Definition* after) {
    if (after == nullptr) {
      out.push_back(DropDefinition{*before});
    } else if (before == nullptr) {
      out.push_back(AddDefinition{*after});
    } else if (!(*before == *after)) {
      out.push_back(ReplaceDefinition{*before, *after});
    }
  });
}

}  // namespace aludel
