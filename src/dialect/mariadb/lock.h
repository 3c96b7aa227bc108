// The lock that makes a run the only one: a name of GET_LOCK, which ends with its session. A killed client's statement
// that still works keeps it. On Galera, where each node has its own names, a lease for the whole cluster as well.
#pragma once

#include <optional>
#include <string>

#include "dialect/mariadb/client.h"
#include "dialect/mariadb/lease.h"
#include "dialect/mariadb/target.h"

namespace aludel::mariadb {

class Lock {
 public:
  // `table`: two version tables in one database do not wait for each other.
  Lock(Client& client, const Target& target, const std::string& table, std::string lease_table);

  [[nodiscard]] bool try_take();  // also if it is held already. Throws kConnect, kStatement.
  [[nodiscard]] bool held() const { return held_; }
  [[nodiscard]] bool is_leased() const { return lease_.has_value(); }
  // For the transaction that has just begun: false if it may not go on, for another node's run has the lock now.
  [[nodiscard]] bool fence();
  // Before a statement that commits by itself.
  [[nodiscard]] bool still_held();
  // Who else has it, for people; empty if nobody has, or it is not told.
  [[nodiscard]] std::string holder();

 private:
  [[nodiscard]] bool try_take_name();

  Client* client_;
  Target target_;
  std::string name_, lease_table_;
  bool named_ = false;  // GET_LOCK
  bool held_ = false;
  std::optional<Lease> lease_;
};

// A session of the server: `connection 12 (app@10.0.0.7:4100, for 4 s: ALTER TABLE ...)`.
[[nodiscard]] std::string describe_session(Client& client, std::string_view id);
// For whom a session has probably waited that waited for a lock.
struct LikelyBlocker {
  std::string text;     // empty: nobody is seen
  bool hidden = false;  // this user may not see the transactions of others
};
// The oldest open transaction of somebody else. Without the privilege PROCESS: this user's other sessions with the
// database, which is all that he may see.
[[nodiscard]] LikelyBlocker likely_blocker(Client& client);

}  // namespace aludel::mariadb
