// The rows that a migration keeps, read before and after, so that what it did to them can be told.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "dialect/schema_dialect.h"
#include "generate/kept.h"

namespace aludel {

// The rows of one table as texts, whatever their order.
struct TableContent {
  std::size_t count = 0;
  std::uint64_t sum = 0;          // of a hash of each row: equal for equal rows
  std::vector<std::string> rows;  // sorted; of a big table only the first ones
};

struct Content {
  std::vector<TableContent> tables;  // as they stand in kept_tables()
  Counters counters;                 // of what is kept, as it is called in the second schema
  [[nodiscard]] std::size_t rows() const;
};

class KeptRows {
 public:
  // `free`: columns whose values may change (`table.column` of the first schema, as identifiers compare). `renames` are
  // those that lie between the schemas.
  KeptRows(const SchemaDialect& dialect, const Schema& from, const Schema& to, const std::set<std::string>& free = {},
           const std::vector<Rename>& renames = {})
      : KeptRows(dialect, from, to, kept_tables(from, to, renames), free, renames) {}
  // The same for who has found out already which tables these are.
  KeptRows(const SchemaDialect& dialect, const Schema& from, const Schema& to, std::vector<KeptTable> tables,
           const std::set<std::string>& free, const std::vector<Rename>& renames);

  // From a database with the first schema, or with the second.
  [[nodiscard]] Content read_from(Connection& connection) const;
  [[nodiscard]] Content read_to(Connection& connection) const;
  // What is not the same, a line for each table.
  [[nodiscard]] std::vector<std::string> differences(const Content& before, const Content& after) const;
  // What of `before` is gone in `after`, if all that `between` lacks may be gone: a line for each table.
  [[nodiscard]] std::vector<std::string> lost(const Content& before, const Content& between,
                                              const Content& after) const;
  [[nodiscard]] const std::vector<KeptTable>& tables() const { return tables_; }

 private:
  struct Sides {
    std::string from, to;
  };

  void find_counters(const Schema& schema, const std::vector<Rename>& renames);
  [[nodiscard]] Content read(Connection& connection, const std::string Sides::*side,
                             const Table* KeptTable::*table) const;

  const SchemaDialect* dialect_;
  std::vector<KeptTable> tables_;
  std::vector<Sides> queries_;
  std::vector<Sides> counters_;  // by name
};

}  // namespace aludel
