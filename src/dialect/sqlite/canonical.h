// A schema as SQL in one spelling.
#pragma once

#include <string>

#include "dialect/script.h"
#include "schema/schema.h"

namespace aludel::sqlite {

[[nodiscard]] Script canonical(const Schema& schema);

// The same spelling for parts: what is written in the tables of a schema, and clauses of CREATE TABLE.
[[nodiscard]] Schema in_one_spelling(Schema schema);
[[nodiscard]] std::string clause_sql(const PrimaryKey& key);
[[nodiscard]] std::string clause_sql(const Constraint& constraint);

}  // namespace aludel::sqlite
