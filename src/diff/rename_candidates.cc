#include <algorithm>

#include "core/spelling.h"
#include "diff/rename_parts.h"

namespace aludel {
namespace {

// All of a column but its name. Equal columns have equal ones.
std::string signature_of(const Column& column) {
  std::string text = column.type.normal + '\1' + (column.not_null ? '!' : '?') + '\1';
  if (column.default_value) text += '=' + column.default_value->normal;
  text += '\1' + column.collation.key + '\1' + column.comment;
  if (column.generated) text += "\1as " + column.generated->expression.normal;
  for (const auto& [name, value] : column.clauses) text.append("\1").append(name).append("\2").append(value);
  return text;
}

// A table's columns and primary key; other keys and indexes may carry the table's name in theirs.
std::string signature_of(const Table& table) {
  std::vector<std::string> columns;
  columns.reserve(table.columns.size());
  for (const Column& column : table.columns) columns.push_back(column.name.key + '\1' + signature_of(column));
  std::sort(columns.begin(), columns.end());
  std::string text;
  for (const std::string& column : columns) text += column + '\3';
  if (table.primary_key) {
    for (const KeyPart& part : table.primary_key->parts) text += part.column.key + '\1';
  }
  return text;
}

void find_tables(const Schema& from, const Schema& to, const std::vector<Rename>& settled, const Masks& masks,
                 std::vector<Rename>& out) {
  Structures<Table> structures;
  for (const Table& table : from.tables) {
    if (to.find_table(table.name) != nullptr || is_renamed(settled, {{}, table.name, {}})) continue;
    structures[masks.of_from(signature_of(table))].dropped.push_back(&table);
  }
  if (structures.empty()) return;
  for (const Table& table : to.tables) {
    if (from.find_table(table.name) != nullptr || rename_to(settled, {{}, {}, table.name}) != nullptr) continue;
    const auto found = structures.find(masks.of_to(signature_of(table)));
    if (found != structures.end()) found->second.added.push_back(&table);
  }
  const auto distance = [](const Table& a, const Table& b) { return edit_distance(a.name.key, b.name.key); };
  const auto make = [](const Table& a, const Table& b) { return Rename{{}, a.name, b.name}; };
  pair_up(structures, distance, make, out);
}

// A generated column has no values to lose, so that it is dropped and added.
void find_columns(const Table& from, const Table& to, const std::vector<Rename>& settled, const Masks& masks,
                  std::vector<Rename>& out) {
  Structures<Column> structures;
  for (const Column& column : from.columns) {
    if (column.generated || to.find_column(column.name) != nullptr) continue;
    if (!is_renamed(settled, {to.name, column.name, {}}))
      structures[masks.of_from(signature_of(column))].dropped.push_back(&column);
  }
  if (structures.empty()) return;
  for (const Column& column : to.columns) {
    if (column.generated || from.find_column(column.name) != nullptr) continue;
    const auto found = structures.find(masks.of_to(signature_of(column)));
    const bool free = rename_to(settled, {to.name, {}, column.name}) == nullptr;
    if (free && found != structures.end()) found->second.added.push_back(&column);
  }
  // A column that stands where the other stood is the likeliest.
  const auto distance = [&](const Column& a, const Column& b) {
    const std::ptrdiff_t apart = (&a - from.columns.data()) - (&b - to.columns.data());
    return apart < 0 ? -apart : apart;
  };
  const auto make = [&](const Column& a, const Column& b) { return Rename{to.name, a.name, b.name}; };
  pair_up(structures, distance, make, out);
}

void find_columns(const Schema& from, const Schema& to, const std::vector<Rename>& settled, const Masks& masks,
                  std::vector<Rename>& out) {
  for (const Table& table : to.tables) {
    const Rename* rename = rename_to(settled, {{}, {}, table.name});
    const Table* before = from.find_table(rename != nullptr ? rename->from : table.name);
    if (before != nullptr) find_columns(*before, table, settled, masks, out);
  }
}

bool is_of(const Rename& rename, const Rename& wanted) {
  return rename.table == wanted.table && rename.kind == wanted.kind;
}

}  // namespace

bool touch(const Rename& a, const Rename& b) { return is_of(a, b) && (a.from == b.from || a.to == b.to); }

const Rename* rename_to(const std::vector<Rename>& settled, const Rename& wanted) {
  const auto found = std::find_if(settled.begin(), settled.end(), [&](const Rename& rename) {
    return is_of(rename, wanted) && rename.to == wanted.to;
  });
  return found == settled.end() ? nullptr : &*found;
}
bool is_renamed(const std::vector<Rename>& settled, const Rename& wanted) {
  return std::any_of(settled.begin(), settled.end(),
                     [&](const Rename& rename) { return is_of(rename, wanted) && rename.from == wanted.from; });
}

std::vector<Rename> find_rename_candidates(const Schema& from, const Schema& to, const std::vector<Rename>& settled,
                                           Renamed what, const RenameRules& rules) {
  std::vector<Rename> candidates;
  switch (what) {
    case Renamed::kTable:
      find_tables(from, to, settled, Masks(from, to, rules), candidates);
      break;
    case Renamed::kColumn:
      find_columns(from, to, settled, Masks(from, to, rules), candidates);
      break;
    case Renamed::kDefinition:
      find_definitions(from, to, settled, rules, candidates);
      break;
    case Renamed::kValue:
      find_values(from, to, settled, rules, candidates);
      break;
  }
  return candidates;
}

}  // namespace aludel
