// aludel revision --autogenerate and --fill-down: revisions that Aludel writes and proves.
#pragma once

#include "cli/environment.h"

namespace aludel {

Exit run_autogenerate(const Arguments& arguments, Environment& environment);
Exit run_fill_down(const Arguments& arguments, Environment& environment);

}  // namespace aludel
