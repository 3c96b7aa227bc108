// What the statements of a revision throw away with its rows: seen by SQLite's authorizer as each one is compiled,
// counted before it runs. A table that is dropped and made again (a rebuild) loses only the columns that do not come
// back.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "dialect/connection.h"

struct sqlite3;

namespace aludel::sqlite {

class Losses {
 public:
  // Before a statement runs that drops the table, or alters it.
  void before_drop(sqlite3* handle, std::string_view table);
  void before_alter(sqlite3* handle, std::string_view table);
  // After it ran.
  void after(sqlite3* handle);
  // What is gone at the end of the revision.
  [[nodiscard]] std::vector<Loss> finish(sqlite3* handle) const;
  void forget() { *this = {}; }

 private:
  struct Held {
    std::string table;
    std::vector<std::string> columns;
    std::int64_t rows = 0;
    std::int64_t root = 0;  // its first page, which a rename keeps
  };
  void follow_table(sqlite3* handle, const Held& altered);
  void follow_column(const Held& altered, const std::vector<std::string>& now);

  std::vector<Held> dropped_;
  std::vector<Held> altered_;  // by the statement that runs
  std::vector<Loss> columns_;  // dropped by ALTER TABLE
};

}  // namespace aludel::sqlite
