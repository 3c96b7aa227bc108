// The time, as text.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace aludel {

// Now, in UTC: `2026-11-22T11:18:00Z`, or with milliseconds `2026-11-22T11:18:00.123Z`.
[[nodiscard]] std::string utc_now();
[[nodiscard]] std::string utc_now_milliseconds();

// `4 ms`, `1.2 s`, `3 min 05 s`: for people.
[[nodiscard]] std::string duration_text(std::chrono::microseconds duration);
// `500ms`, `30s`, `5min`, `1h`; nothing if the text is none of these.
[[nodiscard]] std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

}  // namespace aludel
