#include "dialect/postgresql/renames.h"

#include <fmt/core.h>

#include "dialect/postgresql/names.h"

namespace aludel::postgresql {
namespace {

// A name as a key writes it, cut into its schema (none: `public`) and itself.
struct Parts {
  std::string schema, name;
};
Parts parts_of(const Identifier& table) {
  const std::string sql = relation_sql(table);
  bool quoted = false;
  for (std::size_t i = 0; i < sql.size(); ++i) {
    if (sql[i] == '"') quoted = !quoted;
    if (sql[i] == '.' && !quoted) return {sql.substr(0, i), sql.substr(i + 1)};
  }
  return {"", sql};
}

void rename_table(const Rename& rename, Script& script) {
  const Parts from = parts_of(rename.from);
  const Parts to = parts_of(rename.to);
  std::string comment = fmt::format("table `{}` becomes `{}`", rename.from.text, rename.to.text);
  std::string now = relation_sql(rename.from);
  if (from.schema != to.schema) {
    script.statements.push_back({fmt::format("ALTER TABLE {} SET SCHEMA {}", now, to.schema), std::move(comment)});
    comment.clear();
    now = to.schema + '.' + from.name;
  }
  if (from.name != to.name)
    script.statements.push_back({fmt::format("ALTER TABLE {} RENAME TO {}", now, to.name), std::move(comment)});
}

}  // namespace

Script render_renames(const std::vector<Rename>& renames) {
  Script script;
  for (const Rename& rename : renames) {
    if (rename.table.empty()) {
      rename_table(rename, script);
      continue;
    }
    script.statements.push_back(
        {fmt::format("ALTER TABLE {} RENAME COLUMN {} TO {}", relation_sql(rename.table), column_sql(rename.from),
                     column_sql(rename.to)),
         fmt::format("column `{}` of `{}` becomes `{}`", rename.from.text, rename.table.text, rename.to.text)});
  }
  return script;
}

}  // namespace aludel::postgresql
