// Opening files of a folder so that nothing outside it is read, and nothing is waited for.
#pragma once

#include <string>
#include <vector>

#include "core/open_file.h"

namespace aludel {

[[nodiscard]] std::string real_path(const std::string& path);  // empty if there is nothing

// Opens `name` in the folder `folder`, whose path is `path`, for reading. A link is followed only into one of `roots`
// (real paths). Throws kFile or kFileRefused.
[[nodiscard]] OpenFile open_inside(int folder, const char* name, const std::string& path,
                                   const std::vector<std::string>& roots);

// Whether `real` is below one of `roots`.
[[nodiscard]] bool is_inside(const std::string& real, const std::vector<std::string>& roots);

}  // namespace aludel
