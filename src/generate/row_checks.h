// Finds values that the CHECKs of a table accept, by asking the engine about rows that exist in a query only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "dialect/schema_dialect.h"
#include "schema/schema.h"

namespace aludel {

// An SQL expression for each column; an empty one leaves the column out, so that it gets its default.
using MadeRow = std::vector<std::string>;

class RowChecks {
 public:
  // The CHECKs of a table, of its columns' types and of its parts, as they are or as they are going to be; `places`
  // says where its columns stand in a row. Of the first table that is added, rows go to each part in turn.
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
    std::vector<std::string> in_turn;  // expressions, of which each row has to meet one; mostly one
    std::vector<std::size_t> columns;  // that their texts may name
    std::size_t weight = kMust;
    [[nodiscard]] const std::string& of_row(std::int64_t n) const {
      return in_turn[static_cast<std::size_t>(n) % in_turn.size()];
    }
  };
  static constexpr std::size_t kMust = 2;
  static constexpr std::size_t kWish = 1;  // so that there are rows of each sort
  struct View {
    const Schema* schema;
    const Table* table;
    std::map<Identifier, std::size_t> places;
    std::vector<Check> checks;
    std::set<std::size_t> computed_of;  // columns that generated ones may be computed of
  };
  // What checks refuse a row, by their weights, and one of them.
  struct Verdict {
    std::size_t refused = 0;
    const Check* by = nullptr;
  };

  void drop_unusable(const SchemaDialect& dialect, Connection& connection, std::size_t row_size);
  [[nodiscard]] std::vector<Verdict> judge(const SchemaDialect& dialect, Connection& connection,
                                           const std::vector<MadeRow>& rows, std::int64_t n) const;
  // What the checks of one view say of each row. Nothing: one of them cannot be judged.
  [[nodiscard]] static std::optional<std::vector<Verdict>> judge(const SchemaDialect& dialect, Connection& connection,
                                                                 const View& view, const std::vector<MadeRow>& rows,
                                                                 std::int64_t n);
  void forget_known(View& later) const;
  static void add_parts(const SchemaDialect& dialect, View& view, bool with_wish);
  [[nodiscard]] std::vector<MadeRow> alternatives(const Check& check, const MadeRow& row, const Options& options);

  std::vector<View> views_;
  bool tried_ = false;
  std::mt19937 random_;
};

// Whether an SQL text may name the column; it errs to yes.
[[nodiscard]] bool may_name(const SchemaDialect& dialect, std::string_view sql, const Identifier& column);

}  // namespace aludel
