// The system catalogs as one moment shows them: a read-only snapshot, with the search_path pinned, so that the server
// writes every name but its own with its schema, and nobody's functions or operators are called in place of its own.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "dialect/connection.h"

namespace aludel::postgresql {

class Catalog {
 public:
  explicit Catalog(Connection& connection);
  Catalog(const Catalog&) = delete;
  Catalog& operator=(const Catalog&) = delete;
  ~Catalog();

  void query(std::string_view sql, const RowReader& read) { connection_->query(sql, read); }

 private:
  Connection* connection_;
  bool began_ = false;
  std::string path_;  // before, in a transaction of somebody else
};

[[nodiscard]] inline std::string text(Row row, std::size_t column) { return std::string(row[column].value_or("")); }
[[nodiscard]] inline bool is_true(Row row, std::size_t column) { return row[column] == "t"; }

}  // namespace aludel::postgresql
