#include <algorithm>
#include <map>

#include "core/spelling.h"
#include "diff/rename.h"

namespace aludel {
namespace {

// More pairs than this of one structure would be asked for one by one, so each is then paired with one only, in order.
constexpr std::size_t kMostPairs = 16;

const Rename* rename_to(const std::vector<Rename>& settled, const Identifier& table, const Identifier& name) {
  const auto found = std::find_if(settled.begin(), settled.end(),
                                  [&](const Rename& rename) { return rename.table == table && rename.to == name; });
  return found == settled.end() ? nullptr : &*found;
}
bool is_renamed(const std::vector<Rename>& settled, const Identifier& table, const Identifier& name) {
  return std::any_of(settled.begin(), settled.end(),
                     [&](const Rename& rename) { return rename.table == table && rename.from == name; });
}

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

// What was dropped and what was added of one structure.
template <typename T>
struct Alike {
  std::vector<const T*> dropped, added;
};
template <typename T>
using Structures = std::map<std::string, Alike<T>>;

// Pairs what is alike; of several pairs for one name, those with the smallest distance first.
template <typename T, typename Distance>
void pair_up(Structures<T>& structures, const Identifier& table, Distance distance, std::vector<Rename>& out) {
  const std::size_t before = out.size();
  for (auto& [signature, alike] : structures) {
    if (alike.dropped.size() * alike.added.size() > kMostPairs) {
      const std::size_t pairs = std::min(alike.dropped.size(), alike.added.size());
      for (std::size_t i = 0; i < pairs; ++i) out.push_back({table, alike.dropped[i]->name, alike.added[i]->name});
      continue;
    }
    for (const T* dropped : alike.dropped) {
      std::stable_sort(alike.added.begin(), alike.added.end(),
                       [&](const T* a, const T* b) { return distance(*dropped, *a) < distance(*dropped, *b); });
      for (const T* added : alike.added) out.push_back({table, dropped->name, added->name});
    }
  }
  std::stable_sort(out.begin() + static_cast<std::ptrdiff_t>(before), out.end(),
                   [](const Rename& a, const Rename& b) { return a.from < b.from; });
}

void find_tables(const Schema& from, const Schema& to, const std::vector<Rename>& settled, std::vector<Rename>& out) {
  const Identifier none;
  Structures<Table> structures;
  for (const Table& table : from.tables) {
    if (to.find_table(table.name) != nullptr || is_renamed(settled, none, table.name)) continue;
    structures[signature_of(table)].dropped.push_back(&table);
  }
  if (structures.empty()) return;
  for (const Table& table : to.tables) {
    if (from.find_table(table.name) != nullptr || rename_to(settled, none, table.name) != nullptr) continue;
    const auto found = structures.find(signature_of(table));
    if (found != structures.end()) found->second.added.push_back(&table);
  }
  const auto distance = [](const Table& a, const Table& b) { return edit_distance(a.name.key, b.name.key); };
  pair_up(structures, none, distance, out);
}

// A generated column has no values to lose, so that it is dropped and added.
void find_columns(const Table& from, const Table& to, const std::vector<Rename>& settled, std::vector<Rename>& out) {
  Structures<Column> structures;
  for (const Column& column : from.columns) {
    if (column.generated || to.find_column(column.name) != nullptr) continue;
    if (!is_renamed(settled, to.name, column.name)) structures[signature_of(column)].dropped.push_back(&column);
  }
  if (structures.empty()) return;
  for (const Column& column : to.columns) {
    if (column.generated || from.find_column(column.name) != nullptr) continue;
    const auto found = structures.find(signature_of(column));
    const bool free = rename_to(settled, to.name, column.name) == nullptr;
    if (free && found != structures.end()) found->second.added.push_back(&column);
  }
  // A column that stands where the other stood is the likeliest.
  const auto distance = [&](const Column& a, const Column& b) {
    const std::ptrdiff_t apart = (&a - from.columns.data()) - (&b - to.columns.data());
    return apart < 0 ? -apart : apart;
  };
  pair_up(structures, to.name, distance, out);
}

}  // namespace

std::vector<Rename> find_rename_candidates(const Schema& from, const Schema& to, const std::vector<Rename>& settled,
                                           Renamable what) {
  std::vector<Rename> candidates;
  if (what == Renamable::kTables) {
    find_tables(from, to, settled, candidates);
    return candidates;
  }
  for (const Table& table : to.tables) {
    const Rename* rename = rename_to(settled, Identifier(), table.name);
    const Table* before = from.find_table(rename != nullptr ? rename->from : table.name);
    if (before != nullptr) find_columns(*before, table, settled, candidates);
  }
  return candidates;
}

}  // namespace aludel
