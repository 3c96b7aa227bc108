#include "core/failpoint.h"

#ifdef ALUDEL_FAILPOINTS

#include <csignal>
#include <cstdlib>
#include <ctime>
#include <string>

#include "core/error.h"

namespace aludel {
namespace {

struct Wish {
  std::string point;
  long countdown = 0;
  std::string action;
};

// ALUDEL_FAIL=tx.commit.before:3:kill
Wish read_wish() {
  const char* value = std::getenv("ALUDEL_FAIL");
  if (value == nullptr) return {};
  const std::string text = value;
  const std::size_t first = text.find(':');
  const std::size_t second = text.find(':', first + 1);
  if (first == std::string::npos || second == std::string::npos) return {};
  return {text.substr(0, first), std::strtol(text.c_str() + first + 1, nullptr, 10), text.substr(second + 1)};
}

}  // namespace

void failpoint(std::string_view point) {
  static Wish wish = read_wish();
  if (wish.point != point || --wish.countdown != 0) return;
  if (wish.action == "kill") std::raise(SIGKILL);
  if (wish.action == "stop") std::raise(SIGSTOP);
  if (wish.action == "error") throw error(Code::kInternal, "failpoint `{}`", point);
  if (wish.action == "delay") {
    const timespec pause{0, 100'000'000};
    ::nanosleep(&pause, nullptr);
  }
}

}  // namespace aludel

#endif
