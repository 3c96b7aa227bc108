#include <algorithm>
#include <map>

#include "diff/rename.h"

namespace aludel {
namespace {

struct Columns {
  std::vector<const Column*> dropped, added;
};

struct Found {
  std::vector<const Table*> dropped, added;
  std::map<Identifier, Columns> columns;  // by table
};

struct Collect {
  Found& found;
  void operator()(const AddTable& change) const { found.added.push_back(&change.table); }
  void operator()(const DropTable& change) const { found.dropped.push_back(&change.table); }
  void operator()(const AddColumn& change) const { found.columns[change.table].added.push_back(&change.column); }
  void operator()(const DropColumn& change) const { found.columns[change.table].dropped.push_back(&change.column); }
  template <typename Other>
  void operator()(const Other& /*change*/) const {}
};

std::size_t common_columns(const Table& a, const Table& b) {
  return static_cast<std::size_t>(std::count_if(
      a.columns.begin(), a.columns.end(), [&](const Column& column) { return b.find_column(column.name) != nullptr; }));
}

void pair_tables(Found& found, std::vector<Rename>& out) {
  for (const Table* dropped : found.dropped) {
    const auto best = std::max_element(found.added.begin(), found.added.end(), [&](const Table* a, const Table* b) {
      return common_columns(*dropped, *a) < common_columns(*dropped, *b);
    });
    if (best == found.added.end()) return;
    const std::size_t common = common_columns(*dropped, **best);
    if (common < 2 || 2 * common < std::max(dropped->columns.size(), (*best)->columns.size())) continue;
    out.push_back({{}, dropped->name, (*best)->name});
    found.added.erase(best);
  }
}

}  // namespace

std::vector<Rename> find_possible_renames(const Changes& changes) {
  Found found;
  for (const Change& change : changes) std::visit(Collect{found}, change);
  std::vector<Rename> renames;
  pair_tables(found, renames);
  for (const auto& [table, columns] : found.columns) {
    if (columns.dropped.size() != 1 || columns.added.size() != 1) continue;
    if (columns.dropped.front()->generated || columns.added.front()->generated) continue;
    renames.push_back({table, columns.dropped.front()->name, columns.added.front()->name});
  }
  return renames;
}

}  // namespace aludel
