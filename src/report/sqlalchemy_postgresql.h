// A schema of PostgreSQL as models of SQLAlchemy. What the models cannot say is what differs between the schema that
// they make and the whole: migrations know how to write that down.
#pragma once

#include <optional>
#include <string>

#include "dialect/schema_dialect.h"
#include "report/python_text.h"
#include "report/sqlalchemy_postgresql_type.h"
#include "report/sqlalchemy_table.h"
#include "schema/schema.h"

namespace aludel {

[[nodiscard]] std::string postgresql_models(const Schema& schema, const SchemaDialect& dialect);

// --- sqlalchemy_postgresql_parts.cc

// The part of a schema that its models say.
struct Said {
  Schema schema;  // tables are cut down to what SQLAlchemy has words for; those that it has none for are left out
  Schema before;  // definitions that have to be there before the tables
};
[[nodiscard]] Said said_by_models(const Schema& schema);
// Whether a column's numbers come from a sequence as SQLAlchemy makes one for a key: SERIAL.
[[nodiscard]] bool is_serial_key(const Schema& schema, const Table& table, const Column& column);

// --- sqlalchemy_postgresql_exclusion.cc

// Nothing: SQLAlchemy has no words for it.
[[nodiscard]] std::optional<PythonCall> exclusion_call(const Definition& exclusion);

// --- sqlalchemy_postgresql_table.cc

// `table` is one of `said`.
[[nodiscard]] TableModel postgresql_table_model(const Table& table, const Schema& said, const SchemaDialect& dialect,
                                                const TypeVariables& types, PythonNames& names);

}  // namespace aludel
