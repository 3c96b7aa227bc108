// Tables that get other parents: what they have of their own is no longer what they had of their own, though nothing
// of it changes. So they are compared as a whole.
#pragma once

#include <optional>

#include "diff/change.h"
#include "diff/diff.h"
#include "schema/schema.h"

namespace aludel {

// The table with all that its parents give it.
[[nodiscard]] const Table& whole_of(const Table& table);
// Whether two tables of one name have other parents, or are other parts of them.
[[nodiscard]] bool moves(const Table& from, const Table& to);
// What has to change of a table that leaves its parents, so that it can be made a child of others. What new parents
// bring along by themselves (keys, indexes) is no change; names of what they give are none either.
void diff_moved(const Table& from, const Table& to, const DiffOptions& options, Changes& out);

[[nodiscard]] bool same_but_for_name(const Constraint& a, const Constraint& b);
[[nodiscard]] bool same_but_for_name(const Index& a, const Index& b);
[[nodiscard]] bool same_but_for_name(const std::optional<PrimaryKey>& a, const std::optional<PrimaryKey>& b);

}  // namespace aludel
