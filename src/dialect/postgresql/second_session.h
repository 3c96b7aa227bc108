// A second session that answers questions from the end of a list, while the first one asks them from its beginning:
// both see one snapshot.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/second_thread.h"
#include "dialect/postgresql/result.h"
#include "dialect/postgresql/target.h"

namespace aludel::postgresql {

class SecondSession {
 public:
  // `snapshot` as pg_export_snapshot() names it
  // (https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-SNAPSHOT-SYNCHRONIZATION). Where no session
  // is to be had, it answers nothing.
  SecondSession(Target target, std::string snapshot, const std::vector<std::string>& questions);
  SecondSession(const SecondSession&) = delete;
  SecondSession& operator=(const SecondSession&) = delete;
  ~SecondSession();

  // The answer, if this session has it or is at it; else the question is the caller's from now on.
  [[nodiscard]] std::optional<Result> take(std::string_view question);

 private:
  enum class State : std::uint8_t { kOpen, kAsked, kAnswered, kTaken };
  struct Question {
    std::string sql;
    State state = State::kOpen;
    Result answer = {};
  };

  [[nodiscard]] static std::vector<Question> open(const std::vector<std::string>& questions);
  void work();
  [[nodiscard]] Question* next();
  void note(Question& question, State state);

  Target target_;
  std::string snapshot_;
  std::vector<Question> questions_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::atomic<bool> stopped_ = false;
  SecondThread thread_;  // last: it uses the others
};

}  // namespace aludel::postgresql
