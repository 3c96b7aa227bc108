#include <algorithm>

#include "drawing.h"

namespace aludel::property {
namespace {

class Tidying {
 public:
  explicit Tidying(Drawing& drawing) : drawing_(drawing) {}

  void run() {
    for (bool changed = true; changed;) {
      changed = false;
      for (DrawnTable& table : drawing_.tables) {
        changed = std::erase_if(table.columns, [&](const DrawnColumn& one) { return !is_whole(one.generated); }) > 0 ||
                  changed;
      }
      changed = std::erase_if(drawing_.tables,
                              [&](const DrawnTable& table) {
                                return std::all_of(table.columns.begin(), table.columns.end(),
                                                   [](const DrawnColumn& one) { return !one.generated.empty(); });
                              }) > 0 ||
                changed;
      changed =
          std::erase_if(drawing_.definitions, [&](const DrawnDefinition& one) { return !is_whole(one.text); }) > 0 ||
          changed;
    }
    for (DrawnTable& table : drawing_.tables) tidy(table);
  }

 private:
  [[nodiscard]] bool is_whole(const std::string& text) const {
    for (std::size_t at = 0; (at = text.find('{', at)) != std::string::npos; ++at) {
      const std::string id = text.substr(at + 1, text.find('}', at) - at - 1);
      if (id == "name") continue;
      if (id[0] == 'o') {
        if (std::none_of(drawing_.definitions.begin(), drawing_.definitions.end(),
                         [&](const DrawnDefinition& one) { return one.name == id.substr(1); })) {
          return false;
        }
        continue;
      }
      const bool there = id[0] == 't' ? drawing_.find_table(std::stoi(id.substr(1))) != nullptr
                                      : drawing_.find_column(std::stoi(id)) != nullptr;
      if (!there) return false;
    }
    return true;
  }

  [[nodiscard]] bool is_whole(const DrawnKey& key) const {
    return std::all_of(key.parts.begin(), key.parts.end(), [&](const DrawnPart& part) { return is_whole(part.text); });
  }

  void tidy(DrawnTable& table) {
    if (table.primary_key && !is_whole(*table.primary_key)) table.primary_key.reset();
    if (!table.primary_key) table.without_rowid = false;
    if (table.primary_key && table.primary_key->autoincrement && !can_count(table)) {
      table.primary_key->autoincrement = false;
    }
    std::erase_if(table.unique_keys, [&](const DrawnKey& key) { return !is_whole(key); });
    std::erase_if(table.checks, [&](const DrawnCheck& check) { return !is_whole(check.text); });
    std::erase_if(table.indexes, [&](const DrawnIndex& index) {
      return !is_whole(index.where) || !is_whole(DrawnKey{"", index.parts, "", false});
    });
    std::erase_if(table.foreign_keys, [&](const DrawnForeignKey& key) {
      const auto there = [&](int column) { return drawing_.find_column(column) != nullptr; };
      return drawing_.find_table(key.parent) == nullptr ||
             !std::all_of(key.columns.begin(), key.columns.end(), there) ||
             !std::all_of(key.parent_columns.begin(), key.parent_columns.end(), there);
    });
  }

  // AUTOINCREMENT is for INTEGER PRIMARY KEY only.
  static bool can_count(const DrawnTable& table) {
    const DrawnKey& key = *table.primary_key;
    if (table.without_rowid || key.parts.size() != 1 || key.parts[0].descending) return false;
    return std::any_of(table.columns.begin(), table.columns.end(), [&](const DrawnColumn& column) {
      return "{" + std::to_string(column.id) + "}" == key.parts[0].text && column.type == "INTEGER";
    });
  }

  Drawing& drawing_;
};

}  // namespace

const DrawnTable* Drawing::find_table(int id) const {
  const auto found =
      std::find_if(tables.begin(), tables.end(), [&](const DrawnTable& table) { return table.id == id; });
  return found == tables.end() ? nullptr : &*found;
}

const std::string* Drawing::find_column(int id) const {
  for (const DrawnTable& table : tables) {
    for (const DrawnColumn& column : table.columns) {
      if (column.id == id) return &column.name;
    }
  }
  return nullptr;
}

void tidy(Drawing& drawing) { Tidying(drawing).run(); }

}  // namespace aludel::property
