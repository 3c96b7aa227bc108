// The lock as a row, for Galera, where GET_LOCK knows only its own node. Whoever holds GET_LOCK of its node may take
// the row; nobody's clock is compared with another's. Every transaction of the holder writes to the row as well, so
// that the cluster lets only one holder commit
// (https://mariadb.com/kb/en/about-galera-replication/#certification-based-replication).
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "dialect/mariadb/client.h"
#include "dialect/mariadb/target.h"

namespace aludel::mariadb {

class Heartbeat;

class Lease {
 public:
  // `name`: of the lock. `table`: where the rows stand; it is made when it is needed.
  Lease(Client& client, const Target& target, const std::string& table, const std::string& name);
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;
  ~Lease();

  // Outside of a transaction, while GET_LOCK is held. Also if it is held already. A holder who gives no sign of life is
  // followed after about ten seconds, one whose session on this node is gone at once. Throws kConnect, kStatement.
  [[nodiscard]] bool try_take();
  // In the transaction that has just begun: it can only commit if nobody else takes the lease before. False: somebody
  // did, or the cluster wants another try; roll back.
  [[nodiscard]] bool fence();
  // Before a statement that commits by itself: whether the lease is still held. Asks, unless it was told so just now.
  [[nodiscard]] bool still_held();
  [[nodiscard]] std::string holder();  // for people; empty if nobody has it

 private:
  using Clock = std::chrono::steady_clock;
  struct Rows {
    std::string token, holder, node, beats;
    bool found = false;
    bool operator==(const Rows&) const = default;
  };

  [[nodiscard]] Rows read();
  void create();
  [[nodiscard]] bool take(const Rows& rows);
  [[nodiscard]] bool has_given_up(const Rows& rows);
  [[nodiscard]] bool write(const std::string& sql);
  void release() noexcept;

  Client* client_;
  Target target_;
  std::string table_, name_, node_, token_;  // token_: empty if the lease is not held
  std::unique_ptr<Heartbeat> heartbeat_;
  Rows seen_;  // of somebody else
  Clock::time_point seen_at_;
  bool asked_ = false;  // whether the cluster took a write since
};

}  // namespace aludel::mariadb
