// A schema as models of SQLAlchemy, in the declarative style that 1.4 and 2 both read. What SQLAlchemy has no words for
// stands in the engine's own, so that create_all() makes the same schema again.
#pragma once

#include <string>

#include "dialect/schema_dialect.h"
#include "schema/schema.h"

namespace aludel {

[[nodiscard]] std::string sqlalchemy_models(const Schema& schema, const SchemaDialect& dialect);

}  // namespace aludel
