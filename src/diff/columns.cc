#include <algorithm>

#include "diff/parts.h"

namespace aludel {
namespace {

// A table's columns by name.
std::vector<const Column*> sorted(const std::vector<Column>& columns) {
  std::vector<const Column*> result;
  result.reserve(columns.size());
  for (const Column& column : columns) result.push_back(&column);
  std::sort(result.begin(), result.end(), [](const Column* a, const Column* b) { return a->name < b->name; });
  return result;
}

const Column* find(const std::vector<const Column*>& columns, const Identifier& name) {
  const auto found =
      std::lower_bound(columns.begin(), columns.end(), name,
                       [](const Column* column, const Identifier& wanted) { return column->name < wanted; });
  return found == columns.end() || (*found)->name != name ? nullptr : *found;
}

std::vector<Identifier> names(const std::vector<Column>& columns) {
  std::vector<Identifier> result;
  result.reserve(columns.size());
  for (const Column& column : columns) result.push_back(column.name);
  return result;
}

// Whether dropping columns and adding others at the end, as engines do, gives the order of `to`.
bool falls_into_order(const Table& from, const Table& to, const std::vector<const Column*>& of_from,
                      const std::vector<const Column*>& of_to) {
  std::vector<Identifier> order;
  for (const Column& column : from.columns) {
    if (find(of_to, column.name) != nullptr) order.push_back(column.name);
  }
  for (const Column& column : to.columns) {
    if (find(of_from, column.name) == nullptr) order.push_back(column.name);
  }
  return order == names(to.columns);
}

}  // namespace

std::uint8_t different_parts(const Column& from, const Column& to) {
  const auto part = [](bool differs, ColumnPart which) { return differs ? static_cast<int>(which) : 0; };
  return static_cast<std::uint8_t>(
      part(from.type != to.type, ColumnPart::kType) | part(from.not_null != to.not_null, ColumnPart::kNotNull) |
      part(from.default_value != to.default_value, ColumnPart::kDefault) |
      part(from.collation != to.collation, ColumnPart::kCollation) |
      part(from.generated != to.generated, ColumnPart::kGenerated) |
      part(from.clauses != to.clauses, ColumnPart::kClauses) | part(from.comment != to.comment, ColumnPart::kComment));
}

void diff_columns(const Table& from, const Table& to, const DiffOptions& options, Changes& out) {
  const std::vector<const Column*> of_from = sorted(from.columns);
  const std::vector<const Column*> of_to = sorted(to.columns);
  for (const Column& column : from.columns) {
    const Column* other = find(of_to, column.name);
    if (other == nullptr) {
      out.push_back(DropColumn{to.name, column});
    } else if (const std::uint8_t parts = different_parts(column, *other); parts != 0) {
      out.push_back(ModifyColumn{to.name, column, *other, parts});
    }
  }
  for (const Column& column : to.columns) {
    if (find(of_from, column.name) == nullptr) out.push_back(AddColumn{to.name, column});
  }
  if (options.column_order == ColumnOrder::kCompare && !falls_into_order(from, to, of_from, of_to)) {
    out.push_back(ReorderColumns{to.name, names(from.columns), names(to.columns)});
  }
}

}  // namespace aludel
