// Finds values that the CHECKs of a table accept, by asking the engine about rows that exist in a query only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "dialect/schema_dialect.h"
#include "schema/schema.h"

namespace aludel {

// An SQL expression for each column; an empty one leaves the column out, so that it gets its default.
using MadeRow = std::vector<std::string>;

class RowChecks {
 public:
  // The CHECKs of a table and of its columns' types, as they are or as they are going to be; `places` says where its
  // columns stand in a row.
  void add(const SchemaDialect& dialect, const Schema& schema, const Table& table,
           const std::map<Identifier, std::size_t>& places);

  // The texts of the CHECKs that name the column at `place`.
  [[nodiscard]] std::vector<std::string> about(std::size_t place) const;

  // What else may stand at a place; one option: it must stay.
  using Options = std::function<std::vector<std::string>(std::size_t place)>;
  // Changes row `n` until as many CHECKs hold as it finds a way for.
  void satisfy(const SchemaDialect& dialect, Connection& connection, MadeRow& row, std::int64_t n,
               const Options& options);
  // The text of a CHECK that refuses row `n` and that the table, `now`, is going to get; empty: none does.
  [[nodiscard]] std::string refused_later(const SchemaDialect& dialect, Connection& connection, const Table& now,
                                          const MadeRow& row, std::int64_t n) const;

 private:
  struct Check {
    std::string expression;
    std::vector<std::size_t> columns;  // that its text may name
  };
  struct View {
    const Table* table;
    std::map<Identifier, std::size_t> places;
    std::vector<Check> checks;
  };
  // How many checks refuse a row, and one of them.
  struct Verdict {
    std::size_t refused = 0;
    const Check* by = nullptr;
  };

  void drop_unusable(const SchemaDialect& dialect, Connection& connection, std::size_t row_size);
  [[nodiscard]] std::vector<Verdict> judge(const SchemaDialect& dialect, Connection& connection,
                                           const std::vector<MadeRow>& rows, std::int64_t n) const;
  // Adds what the checks of one view say of each row.
  static void judge(const SchemaDialect& dialect, Connection& connection, const View& view,
                    const std::vector<MadeRow>& rows, std::int64_t n, std::vector<Verdict>& verdicts);
  [[nodiscard]] std::vector<MadeRow> alternatives(const Check& check, const MadeRow& row, const Options& options);

  std::vector<View> views_;
  bool tried_ = false;
  std::mt19937 random_;
};

// Whether an SQL text may name the column; it errs to yes.
[[nodiscard]] bool may_name(const SchemaDialect& dialect, std::string_view sql, const Identifier& column);

}  // namespace aludel
