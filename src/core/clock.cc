#include "core/clock.h"

#include <charconv>
#include <ctime>

#include <fmt/core.h>

namespace aludel {
namespace {

std::string utc(std::chrono::system_clock::time_point at, bool milliseconds) {
  const auto since = at.time_since_epoch();
  const std::time_t seconds = std::chrono::duration_cast<std::chrono::seconds>(since).count();
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  const std::string text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", parts.tm_year + 1900, parts.tm_mon + 1,
                                       parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
  if (!milliseconds) return text + "Z";
  const auto rest = std::chrono::duration_cast<std::chrono::milliseconds>(since).count() % 1000;
  return fmt::format("{}.{:03}Z", text, rest);
}

}  // namespace

std::string utc_now() { return utc(std::chrono::system_clock::now(), false); }

std::string utc_now_milliseconds() { return utc(std::chrono::system_clock::now(), true); }

std::string duration_text(std::chrono::microseconds duration) {
  const auto us = duration.count();
  if (us < 1000) return "<1 ms";
  if (us < 1'000'000) return fmt::format("{} ms", us / 1000);
  if (us < 60'000'000) return fmt::format("{:.1f} s", static_cast<double>(us) / 1e6);
  return fmt::format("{} min {:02} s", us / 60'000'000, us / 1'000'000 % 60);
}

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
  std::int64_t amount = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), amount);
  if (failure != std::errc() || amount < 0 || amount > 1'000'000'000) return std::nullopt;
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  if (unit == "ms") return std::chrono::milliseconds(amount);
  if (unit == "s") return std::chrono::seconds(amount);
  if (unit == "min" || unit == "m") return std::chrono::minutes(amount);
  if (unit == "h") return std::chrono::hours(amount);
  return std::nullopt;
}

}  // namespace aludel
