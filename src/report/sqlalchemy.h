// A schema as models of SQLAlchemy, in the declarative style that 1.4 and 2 both read. What SQLAlchemy has no words for
// stands in the engine's own, so that create_all() makes the same schema again.
#pragma once

#include <string>
#include <string_view>

#include "dialect/dialect.h"
#include "schema/schema.h"

namespace aludel {

// `source` is what the first line names: `app.db`.
[[nodiscard]] std::string sqlalchemy_models(const Schema& schema, const Dialect& dialect, std::string_view source);

}  // namespace aludel
