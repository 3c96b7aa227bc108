// Rows for a proof: some for every table for which the engine accepts any. What is tried comes from the schema (types,
// keys, the literals of CHECKs) and from hints; the engine decides.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "dialect/schema_dialect.h"
#include "generate/kept.h"
#include "schema/schema.h"

namespace aludel {

// `users.email` -> an SQL expression that may use `n`, the number of the row.
using RowHints = std::map<std::string, std::string>;

// What the tables are going to be: rows made before must suit that too.
struct LaterSchema {
  std::vector<KeptTable> kept;     // from the schema that is filled
  const Schema* schema = nullptr;  // with its types; null: they do not change
  const std::vector<Rename>* renames = nullptr;
  std::set<std::string> filled;  // `table.column`, as identifiers compare: NULLs are replaced on the way
};

class RowMaker {
 public:
  RowMaker(const SchemaDialect& dialect, const RowHints& hints);

  // Pointers in it must stay valid while fill() is called. The tables of fill() are found in it by name.
  void suit(LaterSchema later) { later_ = std::move(later); }
  // Tries to put `count` rows into each of the tables of `schema` that are named, parents first. Rows that are there
  // stay. Outside of a transaction only; leaves foreign keys off.
  void fill(Connection& connection, const Schema& schema, const std::set<Identifier>& tables, std::size_t count);
  // The tables that have no rows, with the engine's last reason, by name.
  [[nodiscard]] const std::map<std::string, std::string>& empty() const { return empty_; }

 private:
  const SchemaDialect* dialect_;
  RowHints hints_;
  LaterSchema later_;
  std::int64_t next_ = 101;  // numbers below are what people give their own rows
  std::map<std::string, std::string> empty_;
};

}  // namespace aludel
