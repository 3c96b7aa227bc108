// Parts of a module of models that are alike on every engine.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "dialect/schema_dialect.h"
#include "report/sqlalchemy_table.h"

namespace aludel {

// From the first line to the classes that the tables need. `imported`: lines that import more.
[[nodiscard]] std::string module_text(const std::set<ModelHelper>& helpers, std::string_view imported);
// A statement that create_all() runs on this engine: `before_create`, `after_create`.
[[nodiscard]] std::string event_text(std::string_view when, std::string_view statement, const SchemaDialect& dialect);

}  // namespace aludel
