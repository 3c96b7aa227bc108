#include "cli/interrupt.h"

#include <csignal>
#include <utility>

namespace aludel {
namespace {

// A signal handler has nothing but globals to look at.
const std::function<void()>* current_stop = nullptr;
volatile std::sig_atomic_t came = 0;

void handle(int signal) {
  came = signal;
  std::signal(signal, SIG_DFL);
  if (current_stop != nullptr) (*current_stop)();
}

}  // namespace

InterruptGuard::InterruptGuard(std::function<void()> stop) : stop_(std::move(stop)) {
  current_stop = &stop_;
  std::signal(SIGINT, handle);
  std::signal(SIGTERM, handle);
}

InterruptGuard::~InterruptGuard() {
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
  current_stop = nullptr;
}

int interrupting_signal() { return came; }

}  // namespace aludel
