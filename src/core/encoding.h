// Whether a file is text.
#pragma once

#include <string_view>

#include "core/file.h"

namespace aludel {

// Throws kEncoding with the place of the first byte that is NUL or no UTF-8.
void check_encoding(std::string_view path, const FileBytes& bytes);

}  // namespace aludel
