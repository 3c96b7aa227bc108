// A schema as SQL in one spelling.
#pragma once

#include "dialect/script.h"
#include "schema/schema.h"

namespace aludel::sqlite {

[[nodiscard]] Script canonical(const Schema& schema);

}  // namespace aludel::sqlite
