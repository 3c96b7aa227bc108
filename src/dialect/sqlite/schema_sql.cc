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

constexpr std::string_view kAll = "SELECT tbl_name, type, name, sql FROM sqlite_schema";

bool is_one_of(std::string_view table, std::span<const std::string> tables) {
  return std::find(tables.begin(), tables.end(), table) != tables.end();
}

}  // namespace

std::string schema_text(Connection& connection, std::span<const std::string> without) {
  std::string text;
  connection.query(kAll, [&](Row row) {
    if (is_one_of(row[0].value_or(""), without)) return;
    for (const auto& cell : row) text.append(cell.value_or("")).push_back('\0');
  });
  return text;
}

std::string schema_sql(Connection& connection, std::span<const std::string> without) {
  std::string script;
  connection.query(kObjects, [&](Row row) {
    if (!is_one_of(row[0].value_or(""), without)) script.append(row[1].value_or("")).append(";\n\n");
  });
  if (!script.empty()) script.pop_back();
  return script;
}

}  // namespace aludel::sqlite
