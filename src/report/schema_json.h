// A schema and its parts as JSON (docs/json.md).
#pragma once

#include "core/json.h"
#include "schema/schema.h"

namespace aludel {

[[nodiscard]] Json to_json(const Column& column);
[[nodiscard]] Json to_json(const PrimaryKey& key);
// With the field `kind`: unique, check or foreign key.
[[nodiscard]] Json to_json(const Constraint& constraint);
[[nodiscard]] Json to_json(const Index& index);
[[nodiscard]] Json to_json(const Table& table);
[[nodiscard]] Json to_json(const Definition& definition);
// `tables`, `definitions`, `unmanaged`.
[[nodiscard]] Json to_json(const Schema& schema);

}  // namespace aludel
