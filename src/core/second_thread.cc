#include "core/second_thread.h"

#include <system_error>
#include <utility>

#include <pthread.h>
#include <sched.h>

namespace aludel {
namespace {

// A new thread often begins on the processor of its maker, where the two take turns for milliseconds before the kernel
// parts them. Afterwards it may run anywhere again.
void move_away(pthread_t thread) {
  cpu_set_t all;
  if (::sched_getaffinity(0, sizeof all, &all) != 0) return;
  cpu_set_t others = all;
  CPU_CLR(static_cast<std::size_t>(::sched_getcpu()), &others);
  if (CPU_COUNT(&others) == 0 || ::pthread_setaffinity_np(thread, sizeof others, &others) != 0) return;
  ::pthread_setaffinity_np(thread, sizeof all, &all);
}

}  // namespace

SecondThread::SecondThread(std::function<void()> work) {
  try {
    thread_ = std::jthread([this, work = std::move(work)] {
      placed_.wait();
      try {
        work();
      } catch (...) {
        failure_ = std::current_exception();
      }
    });
  } catch (const std::system_error&) {
    return;
  }
  move_away(thread_.native_handle());
  placed_.count_down();
}

void SecondThread::join() {
  if (thread_.joinable()) thread_.join();
  if (failure_) std::rethrow_exception(failure_);
}

}  // namespace aludel
