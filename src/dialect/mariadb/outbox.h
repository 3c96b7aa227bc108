// Aludel's own statements of a transaction, kept until somebody needs their outcome: then all travel together, so that
// they cost one round trip.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dialect/mariadb/client.h"

namespace aludel::mariadb {

// A statement of Aludel's own.
struct OwnStatement {
  std::string sql;
  std::optional<std::string> message = {};  // set: it has to change exactly one row; else this is said
};

// As one statement of MariaDB, which ends at the first of them that fails
// (https://mariadb.com/kb/en/using-compound-statements-outside-of-stored-programs/). One that changed another number of
// rows than one fails with `kNotOne` and its place among them.
inline constexpr unsigned kNotOne = 45'000;
[[nodiscard]] std::string compound_sql(std::span<const OwnStatement> statements);

class Outbox {
 public:
  explicit Outbox(Client& client) : client_(&client) {}

  void add(OwnStatement statement);
  [[nodiscard]] bool empty() const { return statements_.empty(); }
  // Whether so much waits that it should be sent now.
  [[nodiscard]] bool full() const { return bytes_ >= kMostBytes; }
  void clear();
  // Takes what waits out, as one statement that something can be sent behind; nothing if it cannot be made one.
  struct Bundle {
    std::string sql;
    std::vector<OwnStatement> statements;
  };
  [[nodiscard]] std::optional<Bundle> take();
  // Sends what waits, and reads the rows of its last statement. What failed first may be any of them, so the
  // transaction has to be rolled back then. Throws kHeadsChanged.
  [[nodiscard]] Failure send(const RowReader& read = {});

  // What a failure of such statements means, where it is one of a statement that had to change one row: throws
  // kHeadsChanged.
  static void require_one_row(const Failure& failure, std::span<const OwnStatement> statements);

 private:
  static constexpr std::size_t kMostBytes = 256 * 1024;  // max_allowed_packet is 1 MB or more

  [[nodiscard]] Failure send_one_by_one(std::span<const OwnStatement> statements, const RowReader& read);

  Client* client_;
  std::vector<OwnStatement> statements_;
  std::size_t bytes_ = 0;
};

}  // namespace aludel::mariadb
