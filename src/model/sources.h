// The kinds of sources that a model may have, each in a file of its own; read_model() chooses.
#pragma once

#include <string>
#include <string_view>

#include "model/model.h"

namespace aludel {

// A `.sql` file, or all of a folder and the folders below it, in the order of their paths.
[[nodiscard]] Model read_sql_files(const std::string& path);

}  // namespace aludel
