// MariaDB and MySQL, as the registry lists them.
#pragma once

#include "dialect/dialect.h"

namespace aludel::mariadb {

[[nodiscard]] const Dialect& dialect();

}  // namespace aludel::mariadb
