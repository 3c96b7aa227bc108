// The system catalogs as one moment shows them: a read-only snapshot, with the search_path pinned, so that the server
// writes every name but its own with its schema, and nobody's functions or operators are called in place of its own.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dialect/connection.h"
#include "dialect/postgresql/second_session.h"

namespace aludel::postgresql {

inline constexpr std::string_view kBeginReading = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
inline constexpr std::string_view kPinPath = "SELECT pg_catalog.set_config('search_path', 'pg_catalog', true)";

class Catalog {
 public:
  explicit Catalog(Connection& connection);
  Catalog(const Catalog&) = delete;
  Catalog& operator=(const Catalog&) = delete;
  ~Catalog();

  // Where the catalogs are large a second session answers some of these meanwhile. In the order in which they are
  // asked; the list is made only there.
  void share(const std::function<std::vector<std::string>()>& questions);
  void query(std::string_view sql, const RowReader& read);

 private:
  Connection* connection_;
  bool began_ = false;
  std::string path_;  // before, in a transaction of somebody else
  std::unique_ptr<SecondSession> second_;
};

[[nodiscard]] inline std::string text(Row row, std::size_t column) { return std::string(row[column].value_or("")); }
[[nodiscard]] inline bool is_true(Row row, std::size_t column) { return row[column] == "t"; }

}  // namespace aludel::postgresql
