#include "dialect/postgresql/second_session.h"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "dialect/postgresql/catalog.h"
#include "dialect/postgresql/link.h"
#include "dialect/postgresql/names.h"

namespace aludel::postgresql {

SecondSession::SecondSession(Target target, std::string snapshot, const std::vector<std::string>& questions)
    : target_(std::move(target)),
      snapshot_(std::move(snapshot)),
      questions_(open(questions)),
      thread_([this] { work(); }) {}

std::vector<SecondSession::Question> SecondSession::open(const std::vector<std::string>& questions) {
  std::vector<Question> all;
  all.reserve(questions.size());
  for (const std::string& sql : questions) all.push_back({sql});
  return all;
}

SecondSession::~SecondSession() { stopped_ = true; }

std::optional<Result> SecondSession::take(std::string_view question) {
  std::unique_lock lock(mutex_);
  const auto found =
      std::find_if(questions_.begin(), questions_.end(), [&](const Question& one) { return one.sql == question; });
  if (found == questions_.end()) return std::nullopt;
  changed_.wait(lock, [&] { return found->state != State::kAsked; });
  if (std::exchange(found->state, State::kTaken) != State::kAnswered) return std::nullopt;
  return std::move(found->answer);
}

SecondSession::Question* SecondSession::next() {
  const std::lock_guard lock(mutex_);
  const auto found = std::find_if(questions_.rbegin(), questions_.rend(),
                                  [](const Question& one) { return one.state == State::kOpen; });
  if (stopped_ || found == questions_.rend()) return nullptr;
  found->state = State::kAsked;
  return &*found;
}

void SecondSession::note(Question& question, State state) {
  {
    const std::lock_guard lock(mutex_);
    question.state = state;
  }
  changed_.notify_all();
}

// Whatever fails here is asked again by the first session, and told there.
void SecondSession::work() {
  Question* asked = nullptr;
  try {
    const std::atomic<bool> never = false;
    Link link(target_, never);
    link.send(std::string(kBeginReading), {}, {});
    link.send(fmt::format("SET TRANSACTION SNAPSHOT {}", quoted_text(snapshot_)), {}, {});
    link.send(std::string(kPinPath), {}, {});
    if (link.settle()) return;
    while ((asked = next()) != nullptr) {
      link.send(numbered(asked->sql), {}, {.answer = &asked->answer});
      if (link.settle()) break;
      note(*asked, State::kAnswered);
    }
  } catch (...) {
    // The connection could not be had, or broke.
  }
  if (asked != nullptr) note(*asked, State::kTaken);
}

}  // namespace aludel::postgresql
