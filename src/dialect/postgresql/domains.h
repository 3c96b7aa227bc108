// What the values of a domain have to be.
#pragma once

#include <string>
#include <vector>

#include "schema/schema.h"

namespace aludel::postgresql {

// Expressions of its CHECKs, which call the value `VALUE`; not those of the domain that it may be made of.
[[nodiscard]] std::vector<std::string> checks_of(const Definition& domain, const Schema& schema);

// SchemaDialect::checks_of_type.
[[nodiscard]] std::vector<std::string> checks_of_type(const Column& column, const Schema& schema);

// The type below all domains that a type is made of; a list stays one.
[[nodiscard]] std::string below_domains(std::string type, const Schema& schema);

}  // namespace aludel::postgresql
