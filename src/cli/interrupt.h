// SIGINT and SIGTERM: the first one asks the database to stop what it does; the run then ends in order. A second one
// ends us.
#pragma once

#include <functional>

namespace aludel {

// While it lives, the two signals call `stop`, which must be safe to call from a signal handler.
class InterruptGuard {
 public:
  explicit InterruptGuard(std::function<void()> stop);
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

 private:
  std::function<void()> stop_;
};

// The signal that came, or 0.
[[nodiscard]] int interrupting_signal();

}  // namespace aludel
