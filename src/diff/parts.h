// The differs, one file per kind of object. Each adds what differs to `out`.
#pragma once

#include "diff/change.h"
#include "diff/diff.h"
#include "schema/schema.h"

namespace aludel {

// Tables with all that belongs to them but definitions.
void diff_tables(const Schema& from, const Schema& to, const DiffOptions& options, Changes& out);
// Views, triggers and whatever else is known by its text.
void diff_definitions(const Schema& from, const Schema& to, Changes& out);

// Of two tables of one name.
void diff_columns(const Table& from, const Table& to, const DiffOptions& options, Changes& out);
void diff_constraints(const Table& from, const Table& to, Changes& out);  // the primary key too
void diff_indexes(const Table& from, const Table& to, Changes& out);

// The parts of a column that differ, as a set of ColumnPart; the name is none of them.
[[nodiscard]] std::uint8_t different_parts(const Column& from, const Column& to);

}  // namespace aludel
