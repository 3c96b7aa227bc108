// aludel wait: until the database can be opened, or stands at a revision; for containers that start side by side.
#include <algorithm>
#include <array>
#include <chrono>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "cli/command.h"
#include "cli/environment.h"
#include "cli/move.h"
#include "core/clock.h"
#include "core/error.h"

namespace aludel {
namespace {

using Clock = std::chrono::steady_clock;

// Why it is still waited.
struct Reason {
  std::string text;
  std::vector<std::string> notes;
};

// Whether there is nothing left to do; throws what says that it is no use to wait any longer.
bool there(Environment& environment, const std::optional<std::string>& target, std::chrono::milliseconds left,
           Reason& reason) {
  try {
    Database database = environment.open_for(left, Missing::kRefuse);
    const Rows rows = database.heads();
    if (!target) return true;
    const Path path = path_to(environment.graph(), rows, *target, Direction::kUp);
    reason = {
        fmt::format("it stands {}, `{}` needs {} more", stands_at(environment.graph(), rows), *target, path.size()),
        {}};
    return path.empty();
  } catch (const Error& failure) {
    const bool may_pass =
        failure.code() == Code::kConnect || failure.code() == Code::kNoDatabase || failure.code() == Code::kLockTimeout;
    if (!may_pass) throw;
    reason = {failure.what(), failure.diagnostic().notes};
    return false;
  }
}

Exit run(const Arguments& arguments, Environment& environment) {
  const std::string limit_text = arguments.get_or("--timeout", "1min");
  const auto limit = parse_duration(limit_text);
  if (!limit) throw error(Code::kUsage, "`{}` is no duration", limit_text).help("write `500ms`, `30s`, `5min` or `1h`");
  const auto target = arguments.get("--revision");
  const Clock::time_point begin = Clock::now();
  std::chrono::milliseconds pause{20};
  Reason reason;
  const auto waited_so_far = [&] {
    return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);
  };
  while (!there(environment, target, std::max(*limit - waited_so_far(), std::chrono::milliseconds(0)), reason)) {
    const auto waited = waited_so_far();
    if (waited >= *limit) {
      Error vain = error(target ? Code::kNotAtHead : Code::kConnect, "waited {} in vain: {}", duration_text(*limit),
                         reason.text);
      vain.diagnostic().notes = std::move(reason.notes);
      throw std::move(vain).help("wait longer with `--timeout`, or run `aludel status`");
    }
    environment.console().transient(fmt::format("waiting ({}): {}", duration_text(waited), reason.text));
    std::this_thread::sleep_for(std::min(pause, *limit - waited));
    pause = std::min(pause * 3 / 2, std::chrono::milliseconds(1000));
  }
  const auto took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begin);
  environment.console().status(fmt::format("ready after {}", duration_text(took)));
  environment.console().document(
      Json().set("ready", true).set("microseconds", static_cast<std::int64_t>(took.count())));
  return Exit::kDone;
}

constexpr std::array kOptions = {
    Option{"--revision", "REVISION", "wait until the database stands there, `heads` for instance", Kind::kRevision},
    Option{"--timeout", "DURATION", "give up after this long (default: 1min)"},
};

}  // namespace

extern const Command kWait = {
    "wait", Group::kOther, "wait until the database can be used, or stands at a revision", "", {}, kOptions, run,
};

}  // namespace aludel
