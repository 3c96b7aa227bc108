#include "generate/kept.h"

namespace aludel {
namespace {

// The name of the same thing afterwards; nothing if its name is taken by another one.
const Identifier* name_after(const Identifier& name, const Identifier& table, const std::vector<Rename>& renames) {
  const Identifier* after = &name;
  for (const Rename& rename : renames) {
    if (!(rename.table == table)) continue;
    if (rename.from == name) return &rename.to;
    if (rename.to == name) after = nullptr;
  }
  return after;
}

}  // namespace

std::vector<KeptTable> kept_tables(const Schema& from, const Schema& to, const std::vector<Rename>& renames) {
  std::vector<KeptTable> kept;
  for (const Table& table : from.tables) {
    const Identifier* name = name_after(table.name, {}, renames);
    const Table* after = name == nullptr ? nullptr : to.find_table(*name);
    if (after == nullptr) continue;
    KeptTable pair{&table, after, {}};
    for (const Column& column : table.columns) {
      const Identifier* column_name = name_after(column.name, after->name, renames);
      const Column* column_after = column_name == nullptr ? nullptr : after->find_column(*column_name);
      if (column_after != nullptr) pair.columns.push_back({&column, column_after});
    }
    kept.push_back(std::move(pair));
  }
  return kept;
}

}  // namespace aludel
