// Days of the Gregorian calendar as numbers.
#pragma once

#include <chrono>
#include <cstdint>

namespace aludel {

[[nodiscard]] inline std::int64_t days_since_epoch(std::int64_t year, int month, int day) {
  using namespace std::chrono;
  return sys_days(std::chrono::year(static_cast<int>(year)) / month / day).time_since_epoch().count();
}

[[nodiscard]] inline std::int64_t floor_days(std::int64_t seconds) {
  return seconds >= 0 ? seconds / 86400 : -((86399 - seconds) / 86400);
}

[[nodiscard]] inline std::chrono::year_month_day date_of(std::int64_t days) {
  return std::chrono::year_month_day(std::chrono::sys_days(std::chrono::days(days)));
}

[[nodiscard]] inline std::int64_t year_of(std::int64_t seconds) {
  return static_cast<int>(date_of(floor_days(seconds)).year());
}

// From Sunday, 0.
[[nodiscard]] inline std::int64_t weekday_of(std::int64_t days) { return (days % 7 + 7 + 4) % 7; }

}  // namespace aludel
