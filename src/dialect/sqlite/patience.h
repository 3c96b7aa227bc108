// How long a connection waits for a lock, and what it says meanwhile.
#pragma once

#include <atomic>
#include <chrono>
#include <optional>
#include <string>

#include "dialect/dialect.h"
#include "dialect/sqlite/holder.h"

struct sqlite3;

namespace aludel::sqlite {

class Patience {
 public:
  // `path`: the file; `shown`: its name for people. The settings and the flag must outlive this.
  Patience(std::string path, std::string shown, const ConnectSettings& settings, const std::atomic<bool>& interrupted);

  // Becomes the busy handler of a handle.
  void attach(sqlite3* handle);
  // Waits a little; false: give up. `attempt` counts from 0 in each wait.
  [[nodiscard]] bool wait(int attempt) noexcept;
  // Since when the present wait lasts, and who was seen.
  [[nodiscard]] std::chrono::milliseconds waited() const;
  [[nodiscard]] const std::optional<Holder>& holder() const { return holder_; }

 private:
  using Clock = std::chrono::steady_clock;
  void look(std::chrono::milliseconds waited);
  void tell(std::chrono::milliseconds waited);

  std::string path_, shown_;
  const ConnectSettings* settings_;
  const std::atomic<bool>* interrupted_;
  Clock::time_point began_;
  std::chrono::milliseconds looked_{0}, told_{0};
  std::optional<Holder> holder_;
};

}  // namespace aludel::sqlite
