#include "dialect/sqlite/patience.h"

#include <algorithm>
#include <ctime>
#include <iterator>
#include <utility>

#include <sqlite3.h>

namespace aludel::sqlite {
namespace {

using std::chrono::milliseconds;

constexpr int kPauses[] = {1, 2, 5, 10, 15, 20, 25, 25, 25, 50};  // milliseconds; the last one from then on
constexpr milliseconds kFirstWord{1000};
constexpr milliseconds kNextWord{10'000};
constexpr milliseconds kLook{250};

void pause(int attempt) {
  const int wanted = kPauses[std::min<std::size_t>(static_cast<std::size_t>(attempt), std::size(kPauses) - 1)];
  const timespec time{0, static_cast<long>(wanted) * 1'000'000};
  ::nanosleep(&time, nullptr);  // a signal ends it early, which is what is wanted
}

int on_busy(void* self, int attempt) { return static_cast<Patience*>(self)->wait(attempt) ? 1 : 0; }

}  // namespace

Patience::Patience(std::string path, std::string shown, const ConnectSettings& settings,
                   const std::atomic<bool>& interrupted)
    : path_(std::move(path)), shown_(std::move(shown)), settings_(&settings), interrupted_(&interrupted) {}

void Patience::attach(sqlite3* handle) { sqlite3_busy_handler(handle, &on_busy, this); }

milliseconds Patience::waited() const { return std::chrono::duration_cast<milliseconds>(Clock::now() - began_); }

void Patience::look(milliseconds waited) {
  looked_ = waited;
  holder_ = find_holder(path_);
}

void Patience::tell(milliseconds waited) {
  told_ = waited;
  if (settings_->on_wait) settings_->on_wait({shown_, describe(holder_), waited});
}

// Called by SQLite, which knows no exceptions.
bool Patience::wait(int attempt) noexcept {
  if (interrupted_->load(std::memory_order_relaxed)) return false;
  if (attempt == 0) {
    began_ = Clock::now();
    looked_ = told_ = milliseconds{0};
    holder_.reset();
  }
  try {
    const milliseconds now = waited();
    if (now >= looked_ + kLook) look(now);
    if (told_.count() == 0 ? now >= kFirstWord : now >= told_ + kNextWord) tell(now);
    // Another run of ours gets its work done and goes away; somebody else may hold the lock for ever.
    const bool ours = holder_ && holder_->is_aludel;
    const milliseconds limit = settings_->lock_timeout.value_or(milliseconds(0));
    if (now >= (ours ? std::max(settings_->lock_wait, limit) : limit)) return false;
  } catch (...) {
    return false;
  }
  pause(attempt);
  return true;
}

}  // namespace aludel::sqlite
