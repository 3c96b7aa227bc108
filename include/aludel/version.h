// The version of the library that a program runs with, which may be newer than the headers it was compiled with.
#pragma once

#include <string_view>

#include "aludel/export.h"

namespace aludel {

// For example "0.1.0".
[[nodiscard]] ALUDEL_EXPORT std::string_view version() noexcept;

}  // namespace aludel
