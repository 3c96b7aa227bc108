#include "diff/lineage.h"
#include "diff/match.h"
#include "diff/parts.h"

namespace aludel {

void diff_tables(const Schema& from, const Schema& to, const DiffOptions& options, Changes& out) {
  const auto name = [](const Table& table) -> const Identifier& { return table.name; };
  match_sorted(from.tables, to.tables, name, [&](const Table* before, const Table* after) {
    if (after == nullptr) {
      out.push_back(DropTable{*before});
      return;
    }
    if (before == nullptr) {
      out.push_back(AddTable{*after});
      return;
    }
    if (before->options != after->options || before->comment != after->comment) {
      out.push_back(ModifyTable{*before, *after});
    }
    if (moves(*before, *after)) {
      diff_moved(*before, *after, options, out);
      return;
    }
    diff_columns(*before, *after, options, out);
    diff_constraints(*before, *after, out);
    diff_indexes(*before, *after, out);
  });
}

}  // namespace aludel
