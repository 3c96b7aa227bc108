#include "aludel/version.h"

namespace aludel {

std::string_view version() { return ALUDEL_VERSION; }

}  // namespace aludel
