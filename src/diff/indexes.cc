#include "diff/match.h"
#include "diff/parts.h"

namespace aludel {

// No engine changes an index in place, but for its name.
void diff_indexes(const Table& from, const Table& to, Changes& out) {
  const auto name = [](const Index& index) -> const Identifier& { return index.name; };
  match_sorted(from.indexes, to.indexes, name, [&](const Index* before, const Index* after) {
    if (after == nullptr) {
      out.push_back(DropIndex{to.name, *before});
    } else if (before == nullptr) {
      out.push_back(AddIndex{to.name, *after});
    } else if (!(*before == *after)) {
      out.push_back(ReplaceIndex{to.name, *before, *after});
    }
  });
}

}  // namespace aludel
