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
  // SQL that is true exactly if the table holds these rows, with a `?` for each.
  [[nodiscard]] std::string standing(const Rows& rows) const;

 private:
  void refuse_foreign();  // throws kConfig if the table is somebody else's

  Connection* connection_;
  const Dialect* dialect_;
  std::string table_;  // as users name it
  std::string create_, read_, insert_, update_, remove_, clear_;
};

// The statement that makes the version table, without `;`.
[[nodiscard]] std::string version_table_sql(const Dialect& dialect, const OwnTables& tables);
// The statements of a change, with literals, for a script.
[[nodiscard]] std::vector<std::string> heads_sql(const Dialect& dialect, const OwnTables& tables,
                                                 const HeadsChange& change);
// An expression that is true exactly if the version table holds these rows. kRows: and nobody else can change them
// until the transaction ends; for a script on an engine whose transactions do not keep each other out.
enum class Keep : std::uint8_t { kNothing, kRows };
[[nodiscard]] std::string standing_sql(const Dialect& dialect, std::string_view table, const Rows& rows,
                                       Keep keep = Keep::kNothing);
// What the rows are afterwards.
void apply_to(Rows& rows, const HeadsChange& change);

}  // namespace aludel
