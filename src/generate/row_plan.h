// What is put into the columns of one table, row by row. It proposes; the engine accepts or not. Private to rows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "generate/row_checks.h"
#include "generate/rows.h"

namespace aludel {

// A foreign key of the table as the rows must hold it.
struct RowKey {
  std::vector<std::size_t> columns;  // places in the row
  std::string parent_name;
  const Table* parent = nullptr;            // null: there is no such table, or no such columns in it
  std::vector<std::string> parent_columns;  // as they are called now
  bool nullable = false;
};

class RowPlan {
 public:
  RowPlan(const SchemaDialect& dialect, const Schema& schema, const Table& table, const LaterSchema& later,
          const RowHints& hints);

  // The columns that a row has values for, quoted; the table's own row number may be one.
  [[nodiscard]] const std::vector<std::string>& columns() const { return names_; }
  [[nodiscard]] const std::vector<RowKey>& keys() const { return keys_; }
  // Why no row can be right; empty: there may be one.
  [[nodiscard]] std::string impossible() const;
  // Why the table could not keep the row as soon as it is what it becomes; empty: it could.
  [[nodiscard]] std::string refused_later(Connection& connection, const MadeRow& row, std::int64_t n) const;
  // What the rows of a table with parents, which come by way of those, too, have to be later.
  [[nodiscard]] std::vector<std::string> conditions_of_child() const;
  // Row `n`; each attempt is another one. The parents' rows are read from the connection.
  [[nodiscard]] MadeRow make(Connection& connection, std::int64_t n, std::size_t attempt);

 private:
  struct PlannedColumn {
    const Column* column = nullptr;
    const Column* later = nullptr;
    std::string hint;
    std::vector<std::string> named;     // literals of the CHECKs that name it
    std::vector<std::string> literals;  // these and their neighbours
    std::vector<std::size_t> lengths;   // the numbers among these
    bool unique = false;
    bool nullable = true;
    bool in_key = false;
  };
  // The table as it is, or as it is going to be.
  struct View {
    const Table* table;
    std::map<Identifier, std::size_t> places;  // of its columns in the row
  };

  void add_columns(const RowHints& hints, const LaterSchema& later);
  void add_unique(const View& view);
  void mark_unique(const View& view, const std::vector<KeyPart>& parts);
  [[nodiscard]] static std::vector<std::size_t> places_of(const View& view, const std::vector<KeyPart>& parts);
  void add_key(const Schema& schema, const LaterSchema& later, const View& view, const ForeignKey& key);
  void add_checks();
  void forget_foreign_literals(Connection& connection);

  [[nodiscard]] bool repeats(Connection& connection, const MadeRow& row, std::int64_t n) const;
  [[nodiscard]] std::vector<std::string> options_of(std::size_t place, std::int64_t n) const;
  [[nodiscard]] std::vector<std::string> more_options_of(std::size_t place, std::int64_t n) const;
  void choose_values(MadeRow& row, std::int64_t n, std::size_t attempt);
  void choose_parents(Connection& connection, MadeRow& row, std::int64_t n, std::size_t attempt);
  void choose_parent(const RowKey& key, const std::vector<std::string>& parent, MadeRow& row) const;
  [[nodiscard]] std::vector<std::vector<std::string>> parents_of(Connection& connection, const RowKey& key) const;

  const SchemaDialect* dialect_;
  const Table* table_;
  const Schema* schema_;
  const Schema* later_schema_;
  const std::vector<Rename>* renames_;
  bool is_child_ = false;
  std::vector<PlannedColumn> columns_;
  std::vector<std::string> names_;
  bool numbered_ = false;  // the last name is that of the row number
  std::vector<View> views_;
  std::vector<RowKey> keys_;
  std::vector<std::vector<std::size_t>> later_keys_;  // what becomes unique: places in the row
  RowChecks checks_;
  bool fit_ = false;  // literals are known to be some of their columns' types
  std::mt19937 random_;
};

}  // namespace aludel
