#include "dialect/sqlite/foreign_keys.h"

#include <fmt/core.h>
#include <sqlite3.h>

#include "core/error.h"

namespace aludel::sqlite {
namespace {

constexpr std::string_view kCheck = "PRAGMA foreign_key_check";
constexpr std::size_t kShown = 5;

}  // namespace

std::optional<Violations> find_violations(Database& database) {
  Violations violations;
  try {
    database.query(kCheck, {}, [&](Row row) {
      ++violations[{std::string(row[0].value_or("")), std::string(row[1].value_or("")),
                    std::string(row[2].value_or(""))}];
    });
  } catch (const Error& failure) {
    if (failure.code() != Code::kStatement) throw;
    return std::nullopt;  // "foreign key mismatch"
  }
  return violations;
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
