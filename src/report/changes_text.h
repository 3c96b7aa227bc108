// The differences between two states, for people and for machines.
#pragma once

#include <string>
#include <vector>

#include "core/json.h"
#include "generate/comparison.h"
#include "report/console.h"

namespace aludel {

// A tree by table, each line with `+`, `~` or `-` in front; then a line that counts. With -v the lines of a view, a
// trigger or any other definition that differ, too. Empty: no differences.
[[nodiscard]] std::string changes_text(const Comparison& comparison, const Console& console);
// What is no part of what is shown, a line for each kind: hidden by filters, not managed. A few names, with -v all.
// Empty: nothing.
[[nodiscard]] std::string left_out_text(const std::vector<Hidden>& hidden, const std::vector<Unmanaged>& unmanaged,
                                        const Console& console);
// Sets `different`, `renames`, `changes`, `hidden` and `unmanaged`.
void set_changes(Json& document, const Comparison& comparison);

}  // namespace aludel
