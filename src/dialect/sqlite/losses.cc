#include "dialect/sqlite/losses.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include <fmt/core.h>
#include <sqlite3.h>

#include "dialect/sqlite/database.h"

namespace aludel::sqlite {
namespace {

// A statement of its own, never kept: a pending one would be in the way of the DROP.
template <typename Read>
void each_row(sqlite3* handle, const std::string& sql, std::string_view value, const Read& read) {
  sqlite3_stmt* compiled = nullptr;
  sqlite3_prepare_v2(handle, sql.c_str(), static_cast<int>(sql.size()), &compiled, nullptr);
  const Prepared owner(compiled);
  if (compiled == nullptr) return;  // no such table any more
  if (!value.empty()) sqlite3_bind_text(compiled, 1, value.data(), static_cast<int>(value.size()), SQLITE_STATIC);
  while (sqlite3_step(compiled) == SQLITE_ROW) read(compiled);
}

std::vector<std::string> columns_of(sqlite3* handle, std::string_view table) {
  std::vector<std::string> names;
  each_row(handle, "SELECT name FROM pragma_table_xinfo(?)", table,
           [&](sqlite3_stmt* row) { names.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(row, 0))); });
  return names;
}

std::string quoted(std::string_view name) {
  std::string text = "\"";
  for (const char c : name) text.append(c == '"' ? 2 : 1, c);
  return text + '"';
}

// Rows of a table, or those with a value in the column.
std::int64_t rows_of(sqlite3* handle, std::string_view table, std::string_view column = {}) {
  std::int64_t rows = 0;
  each_row(handle, fmt::format("SELECT count({}) FROM main.{}", column.empty() ? "*" : quoted(column), quoted(table)),
           {}, [&](sqlite3_stmt* row) { rows = sqlite3_column_int64(row, 0); });
  return rows;
}

// The keys that refer to a table: who has it, its column, what a DELETE there does here.
constexpr std::string_view kKeysTo = R"sql(
  SELECT t.name, k."from", k.on_delete
  FROM main.sqlite_schema AS t, pragma_foreign_key_list(t.name, 'main') AS k
  WHERE t.type = 'table' AND lower(k."table") = lower(?) AND k.on_delete IN ('CASCADE', 'SET NULL')
)sql";

struct Key {
  std::string table, column;
  bool deletes = false;
};

std::vector<Key> keys_to(sqlite3* handle, std::string_view table) {
  std::vector<Key> keys;
  const auto text = [](sqlite3_stmt* row, int column) {
    return std::string(reinterpret_cast<const char*>(sqlite3_column_text(row, column)));
  };
  each_row(handle, std::string(kKeysTo), table, [&](sqlite3_stmt* row) {
    keys.push_back({text(row, 0), text(row, 1), text(row, 2) == "CASCADE"});
  });
  return keys;
}

std::vector<std::string> missing(const std::vector<std::string>& before, const std::vector<std::string>& now) {
  std::vector<std::string> names;
  std::copy_if(before.begin(), before.end(), std::back_inserter(names), [&](const std::string& name) {
    return std::none_of(now.begin(), now.end(),
                        [&](const std::string& other) { return sqlite3_stricmp(name.c_str(), other.c_str()) == 0; });
  });
  return names;
}

}  // namespace

void Losses::before_drop(sqlite3* handle, std::string_view table) {
  if (const std::int64_t rows = rows_of(handle, table); rows > 0)
    dropped_.push_back({std::string(table), columns_of(handle, table), rows});
}

void Losses::before_cascade(sqlite3* handle, std::string_view table) { reach(handle, table, std::string(table)); }

void Losses::reach(sqlite3* handle, std::string_view table, const std::string& dropped) {
  for (const Key& key : keys_to(handle, table)) {
    const std::string column = key.deletes ? "" : key.column;
    const bool known = sqlite3_stricmp(key.table.c_str(), dropped.c_str()) == 0 ||
                       std::any_of(reached_.begin(), reached_.end(), [&](const Reached& other) {
                         return other.loss.table == key.table && other.loss.column == column;
                       });
    const std::int64_t rows = known ? 0 : rows_of(handle, key.table, column);
    if (rows == 0) continue;
    reached_.push_back({{key.table, column, rows, dropped}, rows});
    if (key.deletes) reach(handle, key.table, dropped);
  }
}

void Losses::before_alter(sqlite3* handle, std::string_view table) {
  Held held{std::string(table), columns_of(handle, table)};
  each_row(handle, "SELECT rootpage FROM main.sqlite_schema WHERE type = 'table' AND lower(name) = lower(?)", table,
           [&](sqlite3_stmt* row) { held.root = sqlite3_column_int64(row, 0); });
  altered_.push_back(std::move(held));
}

// Only DROP COLUMN leaves a table with fewer columns, only RENAME COLUMN one with as many.
void Losses::after(sqlite3* handle) {
  for (Reached& reached : std::exchange(reached_, {})) {
    reached.loss.rows = reached.before - rows_of(handle, reached.loss.table, reached.loss.column);
    if (reached.loss.rows > 0) cascaded_.push_back(std::move(reached));
  }
  for (const Held& held : std::exchange(altered_, {})) {
    const std::vector<std::string> now = columns_of(handle, held.table);
    if (now.empty()) follow_table(handle, held);
    if (now.size() == held.columns.size()) follow_column(held, now);
    if (now.empty() || now.size() >= held.columns.size()) continue;
    const std::int64_t rows = rows_of(handle, held.table);
    if (rows == 0) continue;
    for (const std::string& name : missing(held.columns, now)) columns_.push_back({held.table, name, rows});
  }
}

void Losses::follow_table(sqlite3* handle, const Held& altered) {
  std::string name;
  each_row(handle,
           fmt::format("SELECT name FROM main.sqlite_schema WHERE type = 'table' AND rootpage = {}", altered.root), {},
           [&](sqlite3_stmt* row) { name = reinterpret_cast<const char*>(sqlite3_column_text(row, 0)); });
  for (Held& held : dropped_) {
    if (sqlite3_stricmp(held.table.c_str(), altered.table.c_str()) == 0) held.table = name;
  }
}

void Losses::follow_column(const Held& altered, const std::vector<std::string>& now) {
  for (Held& held : dropped_) {
    if (sqlite3_stricmp(held.table.c_str(), altered.table.c_str()) != 0) continue;
    for (std::size_t i = 0; i < now.size(); ++i)
      std::replace(held.columns.begin(), held.columns.end(), altered.columns[i], now[i]);
  }
}

std::vector<Loss> Losses::finish(sqlite3* handle) const {
  std::vector<Loss> losses;
  for (const Held& held : dropped_) {
    const std::vector<std::string> now = columns_of(handle, held.table);
    if (now.empty()) {
      losses.push_back({held.table, {}, held.rows});
      continue;
    }
    for (const std::string& name : missing(held.columns, now)) losses.push_back({held.table, name, held.rows});
  }
  losses.insert(losses.end(), columns_.begin(), columns_.end());
  for (const Reached& cascaded : cascaded_) {  // but for rows that a later statement put back
    if (rows_of(handle, cascaded.loss.table, cascaded.loss.column) < cascaded.before) losses.push_back(cascaded.loss);
  }
  return losses;
}

}  // namespace aludel::sqlite
