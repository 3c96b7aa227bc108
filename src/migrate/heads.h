// The version table: one row per head, with the shape and the meaning that Alembic gives it.
#pragma once

#include <string>

#include "dialect/dialect.h"
#include "migrate/tables.h"
#include "revision/graph.h"

namespace aludel {

class Heads {
 public:
  Heads(Connection& connection, const Dialect& dialect, const OwnTables& tables);

  // The rows, in the order in which the database gives them; none if there is no table. Throws kCorruptHeads.
  [[nodiscard]] Rows read();
  [[nodiscard]] bool exists();
  void create();  // if it is missing
  // Changes rows by compare-and-set. Throws kHeadsChanged if a row is not as expected.
  void apply(const HeadsChange& change, std::string_view revision);
  void clear();

 private:
  Connection* connection_;
  std::string table_;  // as users name it
  std::string create_, read_, insert_, update_, remove_, clear_;
};

// The statement that makes the version table, without `;`.
[[nodiscard]] std::string version_table_sql(const Dialect& dialect, const OwnTables& tables);
// The statements of a change, with literals, for a script.
[[nodiscard]] std::vector<std::string> heads_sql(const Dialect& dialect, const OwnTables& tables,
                                                 const HeadsChange& change);
// What the rows are afterwards.
void apply_to(Rows& rows, const HeadsChange& change);

}  // namespace aludel
