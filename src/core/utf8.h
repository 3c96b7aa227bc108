// Whether bytes are text.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace aludel {

// The offset of the first byte that is NUL or no valid UTF-8 (RFC 3629: no overlong forms, no surrogates), if there is
// one.
[[nodiscard]] std::optional<std::size_t> find_bad_byte(std::string_view text);

// Control characters, and the marks that turn the direction of text, become `\x1b`-like escapes, so that what comes
// from a file or a database cannot steer a terminal. Tab stays.
[[nodiscard]] std::string printable(std::string_view text);

inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace aludel
