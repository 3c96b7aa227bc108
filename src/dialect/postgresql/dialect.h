#pragma once

#include "dialect/dialect.h"

namespace aludel::postgresql {

[[nodiscard]] const Dialect& dialect();

}  // namespace aludel::postgresql
