#include "dialect/sqlite/faulty.h"

#include <map>
#include <string>
#include <utility>

#include <fmt/core.h>

#include "core/error.h"
#include "dialect/sqlite/names.h"
#include "dialect/sqlite/result.h"
#include "dialect/sqlite/tokens.h"

namespace aludel::sqlite {
namespace {

// What is wrong with the statement; nothing if it compiles. A bare EXPLAIN can crash: SQLite 3.40 does for INSERT INTO
// view DEFAULT VALUES.
std::string fault_of(Connection& connection, const std::string& statement) {
  try {
    connection.query("EXPLAIN QUERY PLAN " + statement, [](Row) {});
    return {};
  } catch (const Error& failure) {
    if (failure.code() != Code::kStatement) throw;
    return engine_words(failure);
  }
}

// delete, insert or update: the first of these words behind the trigger's name.
std::string event_of(std::string_view trigger) {
  Span token = next_token(trigger, 0);
  for (int i = 0; i < 3; ++i) token = next_token(trigger, token.end);
  for (; !token.empty(); token = next_token(trigger, token.end)) {
    std::string word = folded(trigger.substr(token.begin, token.size()));
    if (word == "delete" || word == "insert" || word == "update") return word;
  }
  return {};
}

// All columns are set, so that triggers on some of them are compiled, too.
std::string update_of(Connection& connection, const Identifier& table) {
  std::string columns;
  connection.query("SELECT name FROM pragma_table_xinfo(?, 'main') WHERE hidden = 0", {table.text}, [&](Row row) {
    columns += fmt::format("{}{} = NULL", columns.empty() ? "" : ", ", name_sql(row[0].value_or("")));
  });
  return fmt::format("UPDATE main.{} SET {}", name_sql(table), columns);
}

// A statement that fires the trigger.
std::string firing(Connection& connection, const Identifier& table, const std::string& event) {
  if (event == "update") return update_of(connection, table);
  const std::string name = "main." + name_sql(table);
  return event == "insert" ? fmt::format("INSERT INTO {} DEFAULT VALUES", name) : "DELETE FROM " + name;
}

}  // namespace

void find_faulty(Connection& connection, Schema& schema) {
  std::map<std::pair<Identifier, std::string>, std::string> triggers;  // of a table and event: what is wrong
  for (Definition& definition : schema.definitions) {
    if (definition.kind == "view") {
      definition.fault = fault_of(connection, "SELECT * FROM main." + name_sql(definition.name));
    } else if (definition.kind == "trigger") {
      const std::string event = event_of(definition.sql.written);
      const auto [known, is_new] = triggers.try_emplace({definition.on, event});
      if (is_new) known->second = fault_of(connection, firing(connection, definition.on, event));
      definition.fault = known->second;
    }
  }
}

}  // namespace aludel::sqlite
