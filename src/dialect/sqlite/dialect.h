// SQLite, as the registry lists it.
#pragma once

#include "dialect/dialect.h"

namespace aludel::sqlite {

[[nodiscard]] const Dialect& dialect();

}  // namespace aludel::sqlite
