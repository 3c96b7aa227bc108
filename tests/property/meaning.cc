#include "meaning.h"

#include <algorithm>

namespace aludel::property {
namespace {

std::string folded(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

std::string braced(int id) { return "{" + std::to_string(id) + "}"; }

class Reader {
 public:
  explicit Reader(const Drawing& drawing) : drawing_(&drawing) {}

  std::string read() {
    std::vector<std::string> parts;
    for (const DrawnTable& table : drawing_->tables) parts.push_back(read(table));
    for (const DrawnDefinition& one : drawing_->definitions) parts.push_back(field(one.name) + named(one.text));
    return joined(parts);
  }

 private:
  static std::string joined(std::vector<std::string> parts) {
    std::sort(parts.begin(), parts.end());
    std::string text;
    for (const std::string& part : parts) text += part + "\n";
    return text;
  }
  static std::string field(const std::string& name) { return "<" + folded(name) + ">"; }

  // The text with the names of its columns and tables.
  [[nodiscard]] std::string named(const std::string& text) const {
    std::string result;
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (text[at] != '{') {
        result += text[at];
        continue;
      }
      const std::size_t end = text.find('}', at);
      const std::string id = text.substr(at + 1, end - at - 1);
      if (id[0] == 't') {
        result += field(drawing_->find_table(std::stoi(id.substr(1)))->name);
      } else {
        result += id == "name" || id[0] == 'o' ? field(id) : field(*drawing_->find_column(std::stoi(id)));
      }
      at = end;
    }
    return result;
  }

  // Whether SQLite takes the key for the rowid, or for an INTEGER that loses its collation.
  [[nodiscard]] static bool is_integer(const DrawnTable& table, const DrawnKey& key) {
    return key.parts.size() == 1 &&
           std::any_of(table.columns.begin(), table.columns.end(), [&](const DrawnColumn& column) {
             return braced(column.id) == key.parts[0].text && column.type == "INTEGER";
           });
  }

  [[nodiscard]] std::string read(const DrawnTable& table, const DrawnColumn& column) const {
    bool not_null = column.not_null;
    std::string conflict = column.not_null_conflict;
    if (table.primary_key) {
      const DrawnKey& key = *table.primary_key;
      const bool in_key = std::any_of(key.parts.begin(), key.parts.end(),
                                      [&](const DrawnPart& part) { return part.text == braced(column.id); });
      const bool rowid = in_key && is_integer(table, key) && !table.without_rowid && !key.parts[0].descending;
      if (in_key && (table.strict || table.without_rowid)) not_null = true;
      if (rowid) not_null = false, conflict.clear();
    }
    return "column" + field(column.name) + field(column.type) + (not_null ? "not null" + conflict : "") + "=" +
           (column.default_value == "NULL" ? "" : column.default_value) + "^" + column.collation +
           named(column.generated) + (column.stored ? "stored" : "");
  }

  [[nodiscard]] std::string read(const DrawnTable& table, const std::vector<DrawnPart>& parts) const {
    std::string text;
    for (const DrawnPart& part : parts) {
      std::string own;
      for (const DrawnColumn& column : table.columns) {
        if (braced(column.id) == part.text) own = column.collation;
      }
      const bool said = !part.collation.empty() && part.collation != own;
      text += named(part.text) + (said ? "^" + part.collation : "") + (part.descending ? "-" : "") + ",";
    }
    return text;
  }

  [[nodiscard]] std::string read(const DrawnTable& table) const {
    std::vector<std::string> parts;
    for (const DrawnColumn& column : table.columns) parts.push_back(read(table, column));
    if (table.primary_key) {
      DrawnKey key = *table.primary_key;
      if (is_integer(table, key)) key.parts[0].collation.clear();
      parts.push_back("primary" + field(key.name) + read(table, key.parts) + key.conflict +
                      (key.autoincrement ? "auto" : ""));
    }
    for (const DrawnKey& key : table.unique_keys) {
      parts.push_back("unique" + field(key.name) + read(table, key.parts) + key.conflict);
    }
    for (const DrawnCheck& check : table.checks) parts.push_back("check" + field(check.name) + named(check.text));
    for (const DrawnForeignKey& key : table.foreign_keys) {
      std::string text = "foreign" + field(key.name);
      for (const int column : key.columns) text += named(braced(column)) + ",";
      text += ">" + field(drawing_->find_table(key.parent)->name);
      for (const int column : key.parent_columns) text += named(braced(column)) + ",";
      parts.push_back(text + field(key.on_delete) + field(key.on_update) + field(key.match) +
                      (key.deferred ? "deferred" : ""));
    }
    for (const DrawnIndex& index : table.indexes) {
      parts.push_back("index" + field(index.name) + (index.unique ? "unique" : "") + read(table, index.parts) + "?" +
                      named(index.where));
    }
    return "table" + field(table.name) + (table.strict ? "strict" : "") + (table.without_rowid ? "without" : "") +
           "\n" + joined(parts);
  }

  const Drawing* drawing_;
};

}  // namespace

std::string meaning_of(const Drawing& drawing) { return Reader(drawing).read(); }

}  // namespace aludel::property
