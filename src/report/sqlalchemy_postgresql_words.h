// Pieces of SQL, as PostgreSQL prints them, as Python that SQLAlchemy makes the same SQL of.
#pragma once

#include <string>
#include <string_view>

#include "schema/schema.h"

namespace aludel {

[[nodiscard]] std::string name_literal(const std::string& name);
// SQL for an argument that takes a text, or something made by `wrap`.
[[nodiscard]] std::string sql_literal(std::string_view sql, std::string_view wrap = {});
// A default: a text's own value, or SQL.
[[nodiscard]] std::string default_text(const SqlText& value, const SqlText& type);
// `BY DEFAULT (START WITH 5 INCREMENT BY 2 CYCLE)`
[[nodiscard]] std::string identity_text(const std::string& clause);
// The names in a list of them as SQL: `"a", "b"`.
[[nodiscard]] std::string name_list(const std::string& sql);
// `fillfactor=70, fastupdate=off` as the items of a dict.
[[nodiscard]] std::string settings_dict(const std::string& settings);

}  // namespace aludel
