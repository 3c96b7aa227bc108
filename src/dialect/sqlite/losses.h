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
  // Where foreign keys are enforced: the rows of other tables that go when these of `table` do.
  void before_cascade(sqlite3* handle, std::string_view table);
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
  struct Reached {
    Loss loss;                // rows: before the drop; then what it took
    std::int64_t before = 0;  // rows
  };
  void reach(sqlite3* handle, std::string_view table, const std::string& dropped);
  void follow_table(sqlite3* handle, const Held& altered);
  void follow_column(const Held& altered, const std::vector<std::string>& now);

  std::vector<Held> dropped_;
  std::vector<Held> altered_;      // by the statement that runs
  std::vector<Loss> columns_;      // dropped by ALTER TABLE
  std::vector<Reached> reached_;   // by the statement that runs
  std::vector<Reached> cascaded_;  // what lost rows by a cascade
};

}  // namespace aludel::sqlite
