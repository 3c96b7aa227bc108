// The lock that makes a run the only one: a name of GET_LOCK, which ends with its session. A killed client's statement
// that still works keeps it.
#pragma once

#include <string>

#include "dialect/mariadb/client.h"

namespace aludel::mariadb {

class Lock {
 public:
  // `table`: two version tables in one database do not wait for each other.
  Lock(Client& client, const std::string& database, const std::string& table);

  [[nodiscard]] bool try_take();  // also if it is held already. Throws kConnect, kStatement.
  [[nodiscard]] bool held() const { return held_; }
  // Who else has it, for people; empty if nobody has, or it is not told.
  [[nodiscard]] std::string holder();

 private:
  Client* client_;
  std::string name_;
  bool held_ = false;
};

// A session of the server: `connection 12 (app@10.0.0.7:4100, for 4 s: ALTER TABLE ...)`.
[[nodiscard]] std::string describe_session(Client& client, std::string_view id);
// The oldest open transaction of somebody else: whoever waited for a lock has probably waited for it.
[[nodiscard]] std::string oldest_transaction(Client& client);

}  // namespace aludel::mariadb
