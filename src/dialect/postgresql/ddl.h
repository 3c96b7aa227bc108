// From changes to SQL.
#pragma once

#include "dialect/ddl.h"

namespace aludel::postgresql {

[[nodiscard]] Ddl render(const Schema& from, const Schema& to, const Changes& changes, const DdlOptions& options);

}  // namespace aludel::postgresql
