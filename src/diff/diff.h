// What has to change so that one schema becomes another. Pure.
#pragma once

#include <cstdint>

#include "diff/change.h"
#include "schema/schema.h"

namespace aludel {

enum class ColumnOrder : std::uint8_t { kIgnore, kCompare };

struct DiffOptions {
  ColumnOrder column_order = ColumnOrder::kIgnore;
};

// Deterministic; empty exactly if from == to (and, if asked for, the columns stand in the same order). Sorted by table,
// tables before what belongs to them. Finds no renames: what was renamed is dropped and added (rename.h).
[[nodiscard]] Changes diff(const Schema& from, const Schema& to, const DiffOptions& options = {});

// Puts changes from one schema to another into that order; those of one table stay as they stand.
void sort_changes(Changes& changes, const Schema& from, const Schema& to);

}  // namespace aludel
