// Names and placeholders in SQL of Aludel's own.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/identifier.h"

namespace aludel::postgresql {

[[nodiscard]] std::string quoted_name(std::string_view name);
// What a string literal in single quotes says, with an `E` in front of them or without; other literals as they are.
[[nodiscard]] std::string unquoted_text(std::string_view literal);
[[nodiscard]] std::string quoted_text(std::string_view text);
// `{"a","b"}`: an array as a parameter's text.
[[nodiscard]] std::string array_literal(const std::vector<std::string>& words);
// `?` outside of quotes becomes $1, $2 ..., and the `= ?` of a condition, `count(...)` and what that is compared with
// the server's own, whatever operators and functions others made.
[[nodiscard]] std::string numbered(std::string_view sql);
// Every quoted name that is one of `tables` gets the schema in front of it.
[[nodiscard]] std::string in_schema(std::string_view sql, std::string_view schema,
                                    const std::vector<std::string>& tables);

// Names in schemas (docs/decisions/0012-names-with-a-schema.md): `key` is the name as SQL, every part in quotes,
// without the schema `public`; `text` is how people write it: parts that need no quotes have none.
[[nodiscard]] Identifier simple_name(std::string_view name);
[[nodiscard]] Identifier qualified_name(std::string_view schema, std::string_view name);
// Of what people write.
[[nodiscard]] Identifier read_name(std::string_view text);
// A name as SQL, cut at its last dot into its schema (empty: it has none) and itself.
struct NameSql {
  std::string schema, name;
  [[nodiscard]] std::string full() const { return schema.empty() ? name : schema + '.' + name; }
};
[[nodiscard]] NameSql split_name(std::string_view sql);
// As SQL that finds it whatever the search_path is.
[[nodiscard]] std::string relation_sql(const Identifier& name);
[[nodiscard]] inline const std::string& column_sql(const Identifier& name) { return name.key; }

}  // namespace aludel::postgresql
