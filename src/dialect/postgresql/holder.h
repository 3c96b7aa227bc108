// Who holds a lock that is waited for, in words.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "dialect/postgresql/link.h"

namespace aludel::postgresql {

// The lock that makes a run the only one, as pg_locks shows it: two advisory locks, one of a session and one of a
// transaction.
struct RunLock {
  static constexpr int kSessionClass = 0x616c7564, kTransactionClass = 0x616c7565;  // `alud`, `alue`
  int key = 0;  // of the version table; advisory locks are per database
};
[[nodiscard]] RunLock run_lock(std::string_view schema, std::string_view table);

// Asks for a list of sessions as holders_text() reads it: whoever holds the lock; whoever blocks the session $1.
[[nodiscard]] std::string lock_holders_sql(RunLock lock);
// `psql (pid 4711, on 10.0.0.3, for 12 s, idle in transaction, last ran: UPDATE users)`; empty if there is none.
[[nodiscard]] std::string holders_text(const Result& sessions);

// What a session waits for.
struct Wait {
  std::string blocker;    // in words; empty if it waits for nobody, or nobody may know
  std::string relation;   // the oid, if it is a lock on one
  std::int64_t seen = 0;  // microseconds of the server's clock
};

// A second connection that looks at what the first one waits for.
class Observer {
 public:
  explicit Observer(Target target) : target_(std::move(target)) {}
  [[nodiscard]] Wait wait_of(int pid) noexcept;

 private:
  Target target_;
  std::atomic<bool> never_ = false;
  std::unique_ptr<Link> link_;
};

}  // namespace aludel::postgresql
