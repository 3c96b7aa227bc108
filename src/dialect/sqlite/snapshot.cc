#include "dialect/sqlite/snapshot.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include "dialect/sqlite/table_text.h"
#include "dialect/sqlite/tokens.h"

namespace aludel::sqlite {
namespace {

// Shadow tables belong to their virtual table, sqlite_* to SQLite (https://sqlite.org/pragma.html#pragma_table_list).
constexpr std::string_view kTables = R"sql(
  SELECT l.name, l.type, l.wr, l.strict, s.sql
  FROM pragma_table_list AS l JOIN sqlite_schema AS s ON s.name = l.name AND s.type IN ('table', 'view')
  WHERE l.schema = 'main' AND l.type <> 'shadow' AND l.name NOT LIKE 'sqlite\_%' ESCAPE '\'
  ORDER BY l.name)sql";
constexpr std::string_view kColumns = R"sql(
  SELECT name, type, "notnull", dflt_value, pk, hidden FROM pragma_table_xinfo(?))sql";
constexpr std::string_view kIndexes = R"sql(
  SELECT i.name, i."unique", i.origin, i.partial, s.sql
  FROM pragma_index_list(?) AS i LEFT JOIN sqlite_schema AS s ON s.type = 'index' AND s.name = i.name)sql";
constexpr std::string_view kIndexColumns = R"sql(
  SELECT cid, name, "desc", coll FROM pragma_index_xinfo(?) WHERE key ORDER BY seqno)sql";
constexpr std::string_view kForeignKeys = R"sql(
  SELECT id, "table", "from", "to", on_update, on_delete FROM pragma_foreign_key_list(?) ORDER BY id, seq)sql";
constexpr std::string_view kTriggers = R"sql(SELECT name, tbl_name, sql FROM sqlite_schema WHERE type = 'trigger')sql";

struct Table {
  std::string name, type, without_rowid, strict, sql;
};

std::string text(Row row, std::size_t column) { return std::string(row[column].value_or("")); }

// Names compare as SQLite compares them: ASCII letters without case.
std::string folded(std::string_view name) {
  std::string result(name);
  for (char& c : result) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return result;
}

class Reader {
 public:
  Reader(Connection& connection, std::span<const std::string> without) : connection_(&connection) {
    for (const std::string& name : without) without_.insert(folded(name));
  }

  Snapshot read() {
    std::vector<Table> tables;
    connection_->query(kTables, [&](Row row) {
      tables.push_back({text(row, 0), text(row, 1), text(row, 2), text(row, 3), text(row, 4)});
    });
    for (const Table& table : tables) {
      if (!without_.contains(folded(table.name))) add_table(table);
    }
    add_triggers();
    std::sort(snapshot_.begin(), snapshot_.end());
    return std::move(snapshot_);
  }

 private:
  void add(std::string_view kind, std::string_view object, std::string_view name, std::string detail,
           std::string shown) {
    snapshot_.push_back({std::string(kind), folded(object), folded(name), std::move(detail), std::move(shown)});
  }

  void add_table(const Table& table) {
    if (table.type != "table") {  // view, virtual: their text is all that they are
      const std::string_view kind = table.type == "view" ? "view" : "virtual table";
      add(kind, table.name, "", normalised(table.sql), fmt::format("{} {}", kind, table.name));
      return;
    }
    add("table", table.name, "", fmt::format("without_rowid={} strict={}", table.without_rowid, table.strict),
        fmt::format("table {}", table.name));
    add_columns(table);
    for (const TableFact& fact : facts_of(table.sql)) {
      add(fact.kind, table.name, fact.column, fact.detail,
          fmt::format("{} ({}) of {}{}{}", fact.kind, fact.detail, table.name, fact.column.empty() ? "" : ".",
                      fact.column));
    }
    add_indexes(table);
    add_foreign_keys(table);
  }

  // Where a column stands in its table is not compared: ALTER TABLE can only add at the end.
  void add_columns(const Table& table) {
    connection_->query(kColumns, {table.name}, [&](Row row) {
      const std::string name = text(row, 0);
      const std::string type = text(row, 1);
      const std::string value = row[3] ? normalised(*row[3]) : "none";
      std::string shown = fmt::format("column {}.{} {}", table.name, name, type);
      if (text(row, 2) == "1") shown += " NOT NULL";
      if (row[3]) shown += fmt::format(" DEFAULT {}", *row[3]);
      add("column", table.name, name,
          fmt::format("type={} notnull={} default={} pk={} hidden={}", folded(normalised(type)), text(row, 2), value,
                      text(row, 4), text(row, 5)),
          std::move(shown));
    });
  }

  void add_indexes(const Table& table) {
    struct Index {
      std::string name, unique, origin, partial, sql;
    };
    std::vector<Index> indexes;
    connection_->query(kIndexes, {table.name}, [&](Row row) {
      indexes.push_back({text(row, 0), text(row, 1), text(row, 2), text(row, 3), text(row, 4)});
    });
    for (const Index& index : indexes) {
      bool expression = false;
      std::string columns;
      connection_->query(kIndexColumns, {index.name}, [&](Row row) {
        expression = expression || text(row, 0) == "-2";
        columns += fmt::format("{}{}{} {}", columns.empty() ? "" : ", ", folded(text(row, 1)),
                               text(row, 2) == "1" ? " desc" : "", folded(text(row, 3)));
      });
      std::string detail = fmt::format("unique={} origin={} ({})", index.unique, index.origin, columns);
      // Expressions and conditions are in no pragma; the text after ON has them.
      if (expression || index.partial == "1") detail += " " + after_on(index.sql);
      const bool own = index.origin == "c";  // else the constraint's: its number in the table means nothing
      add(own ? "index" : "key", table.name, own ? index.name : "", std::move(detail),
          own ? fmt::format("index {} on {}", index.name, table.name)
              : fmt::format("{} key of {} ({})", index.origin == "pk" ? "primary" : "unique", table.name, columns));
    }
  }

  static std::string after_on(std::string_view sql) {
    const Tokens tokens = tokens_of(sql);
    const auto on = std::find(tokens.begin(), tokens.end(), "on");
    return join({on, tokens.end()});
  }

  void add_foreign_keys(const Table& table) {
    struct Key {
      std::string parent, from, to, actions;
    };
    std::map<std::string, Key> keys;
    connection_->query(kForeignKeys, {table.name}, [&](Row row) {
      Key& key = keys[text(row, 0)];
      key.parent = text(row, 1);
      key.from += (key.from.empty() ? "" : ", ") + folded(text(row, 2));
      key.to += (key.to.empty() ? "" : ", ") + folded(text(row, 3));
      key.actions = fmt::format("update={} delete={}", text(row, 4), text(row, 5));
    });
    for (const auto& [id, key] : keys) {
      add("foreign key", table.name, "",
          fmt::format("({}) {} ({}) {}", key.from, folded(key.parent), key.to, key.actions),
          fmt::format("foreign key {} ({}) to {}", table.name, key.from, key.parent));
    }
  }

  void add_triggers() {
    connection_->query(kTriggers, [&](Row row) {
      if (without_.contains(folded(text(row, 1)))) return;
      add("trigger", text(row, 1), text(row, 0), normalised(text(row, 2)),
          fmt::format("trigger {} on {}", text(row, 0), text(row, 1)));
    });
  }

  Connection* connection_;
  std::set<std::string> without_;
  Snapshot snapshot_;
};

}  // namespace

Snapshot schema_snapshot(Connection& connection, std::span<const std::string> without) {
  return Reader(connection, without).read();
}

}  // namespace aludel::sqlite
