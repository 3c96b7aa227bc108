#include "dialect/sqlite/introspect.h"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "dialect/sqlite/create_index.h"
#include "dialect/sqlite/faulty.h"
#include "dialect/sqlite/names.h"
#include "dialect/sqlite/normal.h"
#include "dialect/sqlite/read_table.h"
#include "dialect/sqlite/tokens.h"

namespace aludel::sqlite {
namespace {

constexpr std::string_view kObjects = R"sql(
  SELECT type, name, tbl_name, sql FROM main.sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid)sql";
// Which tables are virtual, shadows of one, STRICT or WITHOUT ROWID (https://sqlite.org/pragma.html#pragma_table_list).
constexpr std::string_view kTables = R"sql(
  SELECT name, type, wr, strict FROM pragma_table_list WHERE schema = 'main' AND type <> 'view')sql";
// A virtual table is asked only by its own module, which may not be here; it has no root page.
constexpr std::string_view kColumns = R"sql(
  SELECT t.name, c.name, c.type, c."notnull", c.dflt_value
  FROM main.sqlite_schema AS t JOIN pragma_table_xinfo(t.name, 'main') AS c
  WHERE t.type = 'table' AND t.rootpage <> 0
  ORDER BY t.rowid, c.cid)sql";
constexpr std::string_view kIndexes = R"sql(
  SELECT i.name, i."unique"
  FROM main.sqlite_schema AS t JOIN pragma_index_list(t.name, 'main') AS i
  WHERE t.type = 'table' AND t.rootpage <> 0 AND i.origin = 'c')sql";
constexpr std::string_view kIndexParts = R"sql(
  SELECT i.name, p.name, p."desc", p.coll
  FROM main.sqlite_schema AS i JOIN pragma_index_xinfo(i.name, 'main') AS p
  WHERE i.type = 'index' AND i.sql IS NOT NULL AND p.key
  ORDER BY i.rowid, p.seqno)sql";

std::string text(Row row, std::size_t column) { return std::string(row[column].value_or("")); }
bool is_set(Row row, std::size_t column) { return row[column].value_or("0") != "0"; }

struct Object {
  std::string type, name, table, sql;
};

struct IndexPartRow {
  std::optional<std::string> column;
  bool descending = false;
  std::string collation;
};

struct IndexRow {
  bool unique = false;
  std::vector<IndexPartRow> parts;
};

struct Kind {
  std::string type;  // table, virtual, shadow
  bool without_rowid = false;
  bool strict = false;
};

class Introspection {
 public:
  Introspection(Connection& connection, std::span<const std::string> without) : connection_(&connection) {
    for (const std::string& name : without) without_.insert(folded(name));
  }

  Schema read() {
    ask();
    for (const Object& object : objects_) {
      if (is_left_out(object)) {
        add_unmanaged(object);
      } else if (object.type == "table" || object.type == "view") {
        relations_.emplace(folded(object.name), object.name);
      }
    }
    for (const Object& object : objects_) {
      if (object.type == "table" && !is_left_out(object)) add_table(object);
    }
    for (const Object& object : objects_) {
      if (object.type == "index" && !is_left_out(object)) add_index(object);
    }
    for (const Object& object : objects_) {
      if (!is_left_out(object)) add_definition(object);
    }
    sort_parts(schema_);
    find_faulty(*connection_, schema_);
    return std::move(schema_);
  }

 private:
  void ask() {
    connection_->query(kObjects, [&](Row row) {
      objects_.push_back({text(row, 0), text(row, 1), text(row, 2), text(row, 3)});
    });
    connection_->query(kTables, [&](Row row) {
      kinds_[folded(text(row, 0))] = {text(row, 1), is_set(row, 2), is_set(row, 3)};
    });
    connection_->query(kColumns, [&](Row row) {
      ColumnRow column{text(row, 1), text(row, 2), is_set(row, 3), std::nullopt};
      if (row[4]) column.default_value.emplace(*row[4]);
      columns_[text(row, 0)].push_back(std::move(column));
    });
    connection_->query(kIndexes, [&](Row row) { indexes_[text(row, 0)].unique = is_set(row, 1); });
    connection_->query(kIndexParts, [&](Row row) {
      IndexPartRow part{std::nullopt, is_set(row, 2), text(row, 3)};
      if (row[1]) part.column.emplace(*row[1]);
      indexes_[text(row, 0)].parts.push_back(std::move(part));
    });
  }

  [[nodiscard]] const Kind& kind_of(const std::string& key) const {
    static const Kind kNone;
    const auto found = kinds_.find(key);
    return found == kinds_.end() ? kNone : found->second;
  }

  // Shadow tables come and go with their virtual table.
  [[nodiscard]] bool is_left_out(const Object& object) const {
    const std::string table = folded(object.table);
    return without_.contains(table) || table.starts_with("sqlite_") || kind_of(table).type == "shadow";
  }

  // sqlite_sequence comes and goes with AUTOINCREMENT.
  void add_unmanaged(const Object& object) {
    const std::string table = folded(object.table);
    if (object.type == "table" && table.starts_with("sqlite_") && table != "sqlite_sequence") {
      schema_.unmanaged.push_back(
          {table.starts_with("sqlite_stat") ? "statistics table" : "internal table", object.name});
    } else if (object.type == "trigger" && kind_of(table).type == "shadow") {
      schema_.unmanaged.push_back({"trigger on a shadow table", object.name});
    }
  }

  void add_table(const Object& object) {
    const Kind& kind = kind_of(folded(object.name));
    if (kind.type != "table") return;
    places_[folded(object.name)] = schema_.tables.size();
    schema_.tables.push_back(
        table_of({object.name, object.sql, kind.strict, kind.without_rowid, std::move(columns_[object.name])}));
  }

  void add_index(const Object& object) {
    const auto place = places_.find(folded(object.table));
    if (place == places_.end()) return;
    Table& table = schema_.tables[place->second];
    const IsName is_name = names_in(table);
    const IndexText read = read_create_index(object.sql);
    const auto written = [&](Span span) { return std::string_view(object.sql).substr(span.begin, span.size()); };
    const IndexRow& row = indexes_[object.name];
    Index index;
    index.name = identifier(object.name);
    index.unique = row.unique;
    for (std::size_t i = 0; i < row.parts.size(); ++i) {
      const IndexPartRow& told = row.parts[i];
      KeyPart part;
      part.descending = told.descending;
      if (told.column) {
        part.column = identifier(*told.column);
        part.collation = key_collation(told.collation, *table.find_column(part.column));
      } else {
        part.expression = expression_text(written(read.parts.at(i)), is_name);
      }
      index.parts.push_back(std::move(part));
    }
    if (read.where) index.where = expression_text(written(*read.where), is_name);
    index.sql = object.sql;
    table.indexes.push_back(std::move(index));
  }

  void add_definition(const Object& object) {
    Definition definition;
    if (object.type == "view" || object.type == "trigger") {
      definition.kind = object.type;
    } else if (object.type == "table" && kind_of(folded(object.name)).type == "virtual") {
      definition.kind = "virtual table";
      definition.has_rows = true;
    } else {
      return;
    }
    definition.name = identifier(object.name);
    if (object.type == "trigger") definition.on = identifier(object.table);
    definition.mentions = mentions_in(object);
    definition.sql = statement_text(object.sql, [&](const std::string& key) { return is_name(key, definition); });
    schema_.definitions.push_back(std::move(definition));
  }

  // Every table or view whose name occurs as a name or a string: rather one too many.
  [[nodiscard]] std::vector<Identifier> mentions_in(const Object& object) const {
    std::set<Identifier> found;
    for (Span at = next_token(object.sql, 0); !at.empty(); at = next_token(object.sql, at.end)) {
      const std::string key = folded(unquoted(std::string_view(object.sql).substr(at.begin, at.size())));
      const auto relation = relations_.find(key);
      const bool itself = object.type != "trigger" && key == folded(object.name);
      if (relation != relations_.end() && !itself) found.insert(identifier(relation->second));
    }
    return {found.begin(), found.end()};
  }

  [[nodiscard]] bool is_name(const std::string& key, const Definition& definition) const {
    if (key == definition.name.key || key == definition.on.key || relations_.contains(key)) return true;
    return std::any_of(definition.mentions.begin(), definition.mentions.end(), [&](const Identifier& name) {
      const auto place = places_.find(name.key);
      return place != places_.end() && names_in(schema_.tables[place->second])(key);
    });
  }

  Connection* connection_;
  std::unordered_set<std::string> without_;
  std::vector<Object> objects_;
  std::unordered_map<std::string, Kind> kinds_;                      // of tables, by folded name
  std::unordered_map<std::string, std::vector<ColumnRow>> columns_;  // by table
  std::unordered_map<std::string, IndexRow> indexes_;                // by name
  std::unordered_map<std::string, std::size_t> places_;              // of tables in schema_, by folded name
  std::unordered_map<std::string, std::string> relations_;           // tables and views: folded name and name
  Schema schema_;
};

}  // namespace

Identifier identifier(std::string_view text) { return {std::string(text), folded(text)}; }

Schema introspect(Connection& connection, std::span<const std::string> without) {
  return Introspection(connection, without).read();
}

}  // namespace aludel::sqlite
