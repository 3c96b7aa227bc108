// Building errors with formatted messages. The type itself is public: aludel/error.h.
#pragma once

#include <utility>

#include <fmt/core.h>

#include "aludel/error.h"

namespace aludel {

template <typename... Args>
[[nodiscard]] Error error(Code code, fmt::format_string<Args...> format, Args&&... args) {
  return Error(code, fmt::format(format, std::forward<Args>(args)...));
}

}  // namespace aludel
