#include "dialect/patience.h"

#include <algorithm>
#include <ctime>
#include <random>
#include <utility>

namespace aludel {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kFirstPause{10}, kLongestPause{500};
constexpr milliseconds kFirstWord{1000}, kNextWord{10'000};

milliseconds jittered(milliseconds pause) {
  static std::minstd_rand random{std::random_device{}()};
  return milliseconds(std::uniform_int_distribution<std::int64_t>(pause.count() / 2, pause.count() * 3 / 2)(random));
}

}  // namespace

ServerPatience::ServerPatience(std::string shown, const ConnectSettings& settings, const std::atomic<bool>& interrupted)
    : shown_(std::move(shown)), on_wait_(settings.on_wait), limit_(settings.lock_wait), interrupted_(&interrupted) {}

milliseconds ServerPatience::waited() const {
  return begun_ ? std::chrono::duration_cast<milliseconds>(Clock::now() - began_) : milliseconds(0);
}

bool ServerPatience::pause(const std::function<std::string()>& holder) {
  if (!std::exchange(begun_, true)) {
    began_ = Clock::now();
    pause_ = kFirstPause;
    told_ = milliseconds(0);
  }
  const milliseconds now = waited();
  if (now >= limit_) return false;
  if (on_wait_ && (told_.count() == 0 ? now >= kFirstWord : now >= told_ + kNextWord)) {
    told_ = now;
    on_wait_({shown_, holder ? holder() : std::string(), now});
  }
  const milliseconds wanted = std::min(jittered(pause_), limit_ - now);
  const timespec time{wanted.count() / 1000, static_cast<long>(wanted.count() % 1000) * 1'000'000};
  ::nanosleep(&time, nullptr);  // a signal ends it early, which is what is wanted
  pause_ = std::min(pause_ * 3 / 2, kLongestPause);
  return !interrupted_->load(std::memory_order_relaxed);
}

}  // namespace aludel
