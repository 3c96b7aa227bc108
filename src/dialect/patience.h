// How a connection to a server waits: for a lock that is polled, and before a transaction is tried again.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <string>

#include "dialect/dialect.h"

namespace aludel {

// One wait, from its first pause to the moment when it is given up.
class ServerPatience {
 public:
  // `shown`: the database as a user knows it. `interrupted` ends a pause.
  ServerPatience(std::string shown, const ConnectSettings& settings, const std::atomic<bool>& interrupted);

  // Pauses a little, longer each time, with some jitter, so that replicas do not meet again. Tells on_wait about once a
  // second at first, then every ten. `holder` is asked only when it is told. False: `lock_wait` is over, or the run was
  // interrupted.
  [[nodiscard]] bool pause(const std::function<std::string()>& holder);
  [[nodiscard]] std::chrono::milliseconds waited() const;
  // The next pause begins a new wait.
  void reset() { begun_ = false; }

 private:
  using Clock = std::chrono::steady_clock;

  std::string shown_;
  std::function<void(const Waiting&)> on_wait_;
  std::chrono::milliseconds limit_;
  const std::atomic<bool>* interrupted_;
  bool begun_ = false;
  Clock::time_point began_;
  std::chrono::milliseconds pause_{0}, told_{0};
};

}  // namespace aludel
