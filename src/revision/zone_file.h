// A compiled time zone file (RFC 8536), and the rule in its last line that holds after its last change.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace aludel {

// Seconds east of UTC at a moment; nothing if the bytes are no zone file.
[[nodiscard]] std::optional<std::int64_t> offset_in_zone_file(std::string_view bytes, std::int64_t epoch);

// The same by a rule alone, as in `CET-1CEST,M3.5.0,M10.5.0/3`. Nothing if it is of a form that no present zone uses.
[[nodiscard]] std::optional<std::int64_t> offset_by_rule(std::string_view rule, std::int64_t epoch);

}  // namespace aludel
