#include "dialect/sqlite/schema_sql.h"

#include <algorithm>

namespace aludel::sqlite {
namespace {

// Tables before what stands on them; views may name one another, and so keep the order in which they were made. Tables
// that a virtual table made for itself (`shadow`) come back with it.
constexpr std::string_view kObjects = R"sql(
  SELECT s.tbl_name, s.sql
  FROM sqlite_schema AS s LEFT JOIN pragma_table_list AS t ON t.schema = 'main' AND t.name = s.tbl_name
  WHERE s.sql IS NOT NULL AND s.name NOT LIKE 'sqlite\_%' ESCAPE '\' AND coalesce(t.type, '') <> 'shadow'
  ORDER BY CASE s.type WHEN 'table' THEN 0 WHEN 'index' THEN 1 WHEN 'view' THEN 2 ELSE 3 END, s.rowid
)sql";

}  // namespace

std::string schema_sql(Connection& connection, std::span<const std::string> without) {
  std::string script;
  connection.query(kObjects, [&](Row row) {
    const bool left_out = std::find(without.begin(), without.end(), row[0].value_or("")) != without.end();
    if (!left_out) script.append(row[1].value_or("")).append(";\n\n");
  });
  if (!script.empty()) script.pop_back();
  return script;
}

}  // namespace aludel::sqlite
