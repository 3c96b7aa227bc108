// A SQLite handle: opened, closed, and asked with Aludel's own statements, which stay prepared. It knows nothing of
// revisions.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "dialect/connection.h"

struct sqlite3;
struct sqlite3_stmt;

namespace aludel::sqlite {

struct Finalize {
  void operator()(sqlite3_stmt* statement) const noexcept;
};
using Prepared = std::unique_ptr<sqlite3_stmt, Finalize>;

class Database {
 public:
  // `path`: for SQLite, empty for a private temporary one; `shown`: for messages; `flags`: SQLITE_OPEN_*. Throws
  // kConnect.
  Database(const std::string& path, std::string shown, int flags);
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database();

  [[nodiscard]] sqlite3* handle() const { return handle_; }
  [[nodiscard]] const std::string& shown() const { return shown_; }
  [[nodiscard]] bool in_transaction() const;

  // One statement without a result. Gives SQLite's result code.
  [[nodiscard]] int try_execute(std::string_view sql);
  std::int64_t execute(std::string_view sql, Values values);
  void query(std::string_view sql, Values values, const RowReader& read);
  // Makes the other one, on which nothing runs, what this one is.
  void copy_to(Database& other) const;
  [[noreturn]] void fail(int code) const;

 private:
  [[nodiscard]] sqlite3_stmt* prepare(std::string_view sql);

  std::string shown_;
  sqlite3* handle_ = nullptr;
  std::map<std::string, Prepared, std::less<>> statements_;
};

}  // namespace aludel::sqlite
