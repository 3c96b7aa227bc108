// A moment as a calendar tells it in some time zone. Zones come from the system's zone files, read here: the C library
// would have to change the whole process's zone to answer.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace aludel {

struct CivilTime {
  std::int64_t epoch = 0;   // seconds since 1970, UTC
  std::int64_t offset = 0;  // seconds east of UTC
  int year = 1970;
  int month = 1;
  int day = 1;
  int hour = 0;
  int minute = 0;
  int second = 0;

  // `2026-11-22T11:18:00Z`, or with `+01:00`.
  [[nodiscard]] std::string text() const;
};

// `zone` is a name like `Europe/Berlin`; empty and `UTC` mean UTC. Throws kConfig if there is no such zone.
[[nodiscard]] CivilTime civil_time(std::int64_t epoch, std::string_view zone);

}  // namespace aludel
