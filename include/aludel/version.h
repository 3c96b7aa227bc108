#pragma once

#include <string_view>

#include "aludel/export.h"

namespace aludel {

// The version of the library that is linked, `MAJOR.MINOR.PATCH`.
ALUDEL_EXPORT std::string_view version();

}  // namespace aludel
