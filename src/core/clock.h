// The time, as text.
#pragma once

#include <chrono>
#include <string>

namespace aludel {

// Now, in UTC: `2026-11-22T11:18:00Z`, or with milliseconds `2026-11-22T11:18:00.123Z`.
[[nodiscard]] std::string utc_now();
[[nodiscard]] std::string utc_now_milliseconds();

// `4 ms`, `1.2 s`, `3 min 05 s`: for people.
[[nodiscard]] std::string duration_text(std::chrono::microseconds duration);

}  // namespace aludel
