#include "revision/civil_time.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>

#include "core/error.h"
#include "core/file.h"
#include "core/utf8.h"
#include "revision/calendar.h"
#include "revision/zone_file.h"

namespace aludel {
namespace {

// A name is part of a path, so it must not lead out of the folder of zones.
bool is_zone_name(std::string_view zone) {
  const auto allowed = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '/' || c == '_' || c == '-' || c == '+';
  };
  return !zone.empty() && zone.size() < 100 && zone.front() != '/' && zone.back() != '/' &&
         std::all_of(zone.begin(), zone.end(), allowed);
}

std::int64_t offset_of(std::string_view zone, std::int64_t epoch) {
  if (zone.empty() || zone == "UTC" || zone == "utc" || zone == "Z") return 0;
  if (is_zone_name(zone)) {
    const char* folder = std::getenv("TZDIR");
    const std::string base = folder == nullptr ? "/usr/share/zoneinfo" : folder;
    std::string upper(zone);
    std::transform(upper.begin(), upper.end(), upper.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    for (const std::string& name : {std::string(zone), upper}) {  // `est` means EST
      const std::string path = join_path(base, name);
      if (!file_exists(path) || is_directory(path)) continue;
      if (const auto offset = offset_in_zone_file(FileBytes::read(path).text(), epoch)) return *offset;
    }
  }
  throw error(Code::kConfig, "no time zone is called `{}`", printable(zone))
      .help("write a name like `Europe/Berlin`, or `UTC`; the zones are Debian's package tzdata");
}

}  // namespace

std::string CivilTime::text() const {
  std::string text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", year, month, day, hour, minute, second);
  if (offset == 0) return text + "Z";
  const std::int64_t minutes = (offset < 0 ? -offset : offset) / 60;
  return text + fmt::format("{}{:02}:{:02}", offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

CivilTime civil_time(std::int64_t epoch, std::string_view zone) {
  CivilTime time;
  time.epoch = epoch;
  time.offset = offset_of(zone, epoch);
  const std::int64_t local = epoch + time.offset;
  const std::int64_t days = floor_days(local);
  const std::chrono::year_month_day date = date_of(days);
  time.year = static_cast<int>(date.year());
  time.month = static_cast<int>(static_cast<unsigned>(date.month()));
  time.day = static_cast<int>(static_cast<unsigned>(date.day()));
  const auto rest = static_cast<int>(local - days * 86400);
  time.hour = rest / 3600;
  time.minute = rest / 60 % 60;
  time.second = rest % 60;
  return time;
}

}  // namespace aludel
