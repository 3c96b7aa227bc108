// PostgreSQL's types as SQLAlchemy has them, in 1.4 and 2 alike.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "schema/schema.h"

namespace aludel {

// By the name of a type as SQL, the variable that holds it in the module of the models.
using TypeVariables = std::map<std::string, std::string>;

// What is of the type that the server calls `sql` (format_type) with that collation: `sa.Numeric(10, 2)`. Nothing:
// neither SQLAlchemy has a class for it, nor the module a variable.
[[nodiscard]] std::optional<std::string> postgresql_type(std::string_view sql, const Identifier& collation,
                                                         const TypeVariables& variables);

// A name cut into its schema (empty: none, or `public`) and itself, without quotes.
struct ModelName {
  std::string schema, name;
};
[[nodiscard]] ModelName model_name(const Identifier& name);

}  // namespace aludel
