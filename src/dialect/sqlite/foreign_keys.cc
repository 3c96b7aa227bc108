#include "dialect/sqlite/foreign_keys.h"

#include <fmt/core.h>
#include <sqlite3.h>

#include "core/error.h"

namespace aludel::sqlite {
namespace {

constexpr std::string_view kCheckAll = "SELECT \"table\", rowid, parent FROM pragma_foreign_key_check";
constexpr std::string_view kCheckOne = "SELECT \"table\", rowid, parent FROM pragma_foreign_key_check(?)";
constexpr std::string_view kKeys = R"sql(
  SELECT t.name, group_concat(quote(k."from") || ' ' || quote(k."table") || ' ' || quote(k."to"))
  FROM pragma_table_list AS t, pragma_foreign_key_list(t.name) AS k
  WHERE t.schema = 'main' AND t.type = 'table'
  GROUP BY t.name
)sql";
constexpr std::size_t kShown = 5;

void add_violations(Database& database, std::string_view check, Values values, Violations& violations) {
  database.query(check, values, [&](Row row) {
    ++violations[{std::string(row[0].value_or("")), std::string(row[1].value_or("")),
                  std::string(row[2].value_or(""))}];
  });
}

}  // namespace

ForeignKeys read_foreign_keys(Database& database) {
  ForeignKeys result;
  database.query(kKeys, {}, [&](Row row) {
    result.keys.emplace(std::string(row[0].value_or("")), std::string(row[1].value_or("")));
  });
  try {
    add_violations(database, kCheckAll, {}, result.violations);
    return result;
  } catch (const Error& failure) {
    if (failure.code() != Code::kStatement) throw;
  }
  // "foreign key mismatch": of one table, so the others can be checked.
  result.violations.clear();
  for (const auto& [table, keys] : result.keys) {
    try {
      add_violations(database, kCheckOne, {std::string_view(table)}, result.violations);
    } catch (const Error& failure) {
      if (failure.code() != Code::kStatement) throw;
      result.uncheckable.insert(table);
    }
  }
  return result;
}

Violations find_violations(Database& database) { return read_foreign_keys(database).violations; }

std::vector<std::string> lost_parents(const ForeignKeys& before, const ForeignKeys& after) {
  std::vector<std::string> tables;
  for (const std::string& table : after.uncheckable) {
    const auto old = before.keys.find(table);
    const bool same = old != before.keys.end() && old->second == after.keys.at(table);
    if (same && !before.uncheckable.contains(table)) tables.push_back(table);
  }
  return tables;
}

Violations new_violations(const Violations& before, const Violations& after) {
  Violations fresh;
  for (const auto& [violation, count] : after) {
    const auto old = before.find(violation);
    const std::int64_t more = count - (old == before.end() ? 0 : old->second);
    if (more > 0) fresh[violation] = more;
  }
  return fresh;
}

std::vector<std::string> describe(const Violations& violations) {
  std::vector<std::string> lines;
  for (const auto& [violation, count] : violations) {
    if (lines.size() == kShown) {
      lines.push_back(fmt::format("and {} more", violations.size() - kShown));
      break;
    }
    const std::string row = violation.row.empty() ? "a row" : "row " + violation.row;
    lines.push_back(fmt::format("{} of `{}` refers to no row of `{}`", row, violation.table, violation.parent));
  }
  return lines;
}

bool has_open_violations(Database& database) {
  int current = 0;
  int highest = 0;
  sqlite3_db_status(database.handle(), SQLITE_DBSTATUS_DEFERRED_FKS, &current, &highest, 0);
  return current != 0;
}

}  // namespace aludel::sqlite
