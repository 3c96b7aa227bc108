// One connection of libmariadb: sends statements, reads rows, and gives up waiting when it is told to.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <mysql.h>

#include "dialect/connection.h"
#include "dialect/mariadb/target.h"

namespace aludel::mariadb {

// What the server (or the library, from 2000 on) said.
struct Failure {
  unsigned number = 0;  // 0: none
  std::string state;
  std::string message;

  explicit operator bool() const { return number != 0; }
  [[nodiscard]] bool lost() const;  // there is no connection any more
};

class Client {
 public:
  // Throws kConnect, kNoDatabase. `interrupted` ends a statement that is `stoppable`.
  Client(const Target& target, const std::atomic<bool>& interrupted);
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client();

  enum class Stoppable : std::uint8_t { kNo, kYes };
  // Runs one statement to its end, all its results; `read` gets the rows of each.
  [[nodiscard]] Failure run(std::string_view sql, Stoppable stoppable, const RowReader& read = {});

  // Runs `own`, a statement of Aludel's, calls `done`, and runs `sql`, one of a file, which can be stopped; in one
  // round trip if that is safe. If the first fails, neither follows.
  struct Both {
    Failure own, failure;
  };
  [[nodiscard]] Both run_behind(std::string_view own, std::string_view sql, const std::function<void()>& done);
  // The same without a statement before it.
  [[nodiscard]] Failure run_of_file(std::string_view sql);

  [[nodiscard]] bool in_transaction() const { return (status() & SERVER_STATUS_IN_TRANS) != 0; }
  [[nodiscard]] bool no_backslash_escapes() const { return (status() & SERVER_STATUS_NO_BACKSLASH_ESCAPES) != 0; }
  [[nodiscard]] std::uint64_t changed() const { return changed_; }  // rows that the last statement found
  [[nodiscard]] unsigned long id() const;
  [[nodiscard]] std::string version() const;
  [[nodiscard]] bool is_mariadb() const;

 private:
  [[nodiscard]] unsigned status() const;
  [[nodiscard]] Failure failure() const;
  [[nodiscard]] int wait(int events);
  // Whether the server takes several statements in one message. What holds a `;` of a file may then hold two.
  [[nodiscard]] Failure take_several(bool several);
  [[nodiscard]] Failure send(std::string_view sql);
  [[nodiscard]] Failure read_results(const RowReader& read);
  [[nodiscard]] Failure read_each(const RowReader& read);
  [[nodiscard]] Failure read_one(const RowReader& read);
  [[nodiscard]] Failure advance();                         // to the next result
  [[nodiscard]] Failure read_rows(const RowReader& read);  // must not throw
  void keep_alive();
  void kill_statement() noexcept;

  Target target_;
  const std::atomic<bool>* interrupted_;
  MYSQL* handle_ = nullptr;
  bool stoppable_ = false;
  bool killed_ = false;   // the statement that runs
  bool several_ = false;  // the server takes several statements in one message
  std::uint64_t changed_ = 0;
};

}  // namespace aludel::mariadb
