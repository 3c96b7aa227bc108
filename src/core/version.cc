#include "aludel/version.h"

namespace aludel {

std::string_view version() noexcept { return ALUDEL_VERSION; }

}  // namespace aludel
