// Which tables keep their rows outside of transactions (MyISAM, Aria, ...), as far as statements name them: after a
// crash nobody could tell which rows a statement had written there.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "dialect/connection.h"
#include "dialect/mariadb/kinds.h"

namespace aludel::mariadb {

// In lower case; without a schema: in the session's database.
struct TableName {
  std::string schema, name;
  auto operator<=>(const TableName&) const = default;
  [[nodiscard]] std::string text() const { return schema.empty() ? name : schema + "." + name; }
};

// Why a statement that writes to it is refused, and what to do instead.
[[nodiscard]] std::string reason_without_transactions(const TableName& table);
inline constexpr std::string_view kMakeTransactional = "make it transactional first: `ALTER TABLE ... ENGINE=InnoDB`";

// The tables that a statement which moves with the journal may write to: every name that stands where one of them may.
[[nodiscard]] std::vector<TableName> written_tables(std::string_view verb, std::string_view statement);

// What the database says now. An answer is kept until a statement names the table.
class Engines {
 public:
  explicit Engines(Connection& connection) : connection_(&connection) {}
  // The first of the tables without transactions; nothing if all have them, or are not there. Without a database the
  // session's is meant.
  [[nodiscard]] std::optional<TableName> without_transactions(const std::vector<TableName>& tables,
                                                              const std::string& database = {});
  // What the server just said of a table, by SHOW CREATE TABLE.
  void learn(const TableName& table, std::string_view definition);
  // The statement may have changed the engine of what it names, or the database that is meant.
  void forget(std::string_view statement);

 private:
  void ask(const std::string& schema, const std::set<std::string>& names, const std::string& key);

  Connection* connection_;
  std::map<std::string, std::map<std::string, bool>> has_;  // by name, then by schema
};

// What the database will say when a plan has come to a statement: it is told of each before.
class PlannedEngines {
 public:
  explicit PlannedEngines(Connection& connection) : connection_(&connection), now_(connection) {}
  [[nodiscard]] std::optional<TableName> without_transactions(const std::vector<TableName>& tables);
  void pass(std::string_view statement, const Head& head);

 private:
  [[nodiscard]] bool is_there(const TableName& table);  // before the run
  [[nodiscard]] bool has_transactions(const TableName& table);
  void rename(std::string_view statement);

  Connection* connection_;
  Engines now_;
  std::optional<std::set<std::string>> existing_;  // tables of the database, before the run
  std::map<TableName, bool> planned_;              // those that the plan makes, changes or drops
  bool elsewhere_ = false;                         // after USE: names mean what only the run finds out
};

}  // namespace aludel::mariadb
