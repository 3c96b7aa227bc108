#include "dialect/postgresql/ddl/parents.h"

#include <algorithm>
#include <string_view>

#include <fmt/core.h>

#include "dialect/postgresql/names.h"
#include "diff/lineage.h"

namespace aludel::postgresql {
namespace {

// The end of a name in SQL that begins at `at`.
std::size_t end_of_name(std::string_view sql, std::size_t at) {
  for (bool quoted = false; at < sql.size(); ++at) {
    if (sql[at] == '"') quoted = !quoted;
    if (!quoted && (sql[at] == ' ' || sql[at] == ',')) break;
  }
  return at;
}

bool same_option(const Table& from, const Table& to, const char* name) {
  const auto before = from.options.find(name);
  const auto after = to.options.find(name);
  if (before == from.options.end() || after == to.options.end())
    return before == from.options.end() && after == to.options.end();
  return before->second == after->second;
}

// INHERIT makes columns and checks the table's own, which CREATE TABLE ... INHERITS would not
// (https://www.postgresql.org/docs/current/sql-altertable.html).
bool can_join(const Table& table) {
  if (!table.options.contains("inherits")) return true;
  const Table& whole = whole_of(table);
  const auto is_check = [](const Constraint& one) { return std::holds_alternative<CheckConstraint>(one); };
  return whole.columns.size() == table.columns.size() &&
         std::count_if(whole.constraints.begin(), whole.constraints.end(), is_check) ==
             std::count_if(table.constraints.begin(), table.constraints.end(), is_check);
}

bool is_one_of(const Table& table, const std::set<std::string>& keys) {
  const Parents parents = parents_of(table);
  return std::any_of(parents.tables.begin(), parents.tables.end(),
                     [&](const Identifier& parent) { return keys.contains(parent.key); });
}

}  // namespace

Parents parents_of(const Table& table) {
  Parents parents;
  if (const auto partition = table.options.find("partition of"); partition != table.options.end()) {
    const std::size_t end = end_of_name(partition->second, 0);
    parents.tables.push_back(read_name(partition->second.substr(0, end)));
    parents.bound = partition->second.substr(end + 1);
  }
  if (const auto inherits = table.options.find("inherits"); inherits != table.options.end()) {
    for (std::size_t at = 0; at < inherits->second.size();) {
      const std::size_t end = end_of_name(inherits->second, at);
      parents.tables.push_back(read_name(inherits->second.substr(at, end - at)));
      at = end + 2;
    }
  }
  return parents;
}

void add_wholes(const Table& table, const Schema& schema, std::set<std::string>& out) {
  const Parents parents = parents_of(table);
  if (parents.bound.empty()) return;
  const Identifier& whole = parents.tables.front();
  const Table* found = schema.find_table(whole);
  if (out.insert(whole.key).second && found != nullptr) add_wholes(*found, schema, out);
}

Lineage lineage_of(const Schema& from, const Schema& to, const std::set<std::string>& anew) {
  Lineage found;
  found.anew = anew;
  for (bool more = true; more;) {  // a table that is made anew takes its children along
    const std::size_t before = found.anew.size() + found.moved.size();
    for (const Table& table : from.tables) {
      if (found.anew.contains(table.name.key)) continue;
      const Table* now = to.find_table(table.name);
      if (now == nullptr) continue;
      const bool left = moves(table, *now) || is_one_of(table, found.anew) || is_one_of(*now, found.anew);
      if (!same_option(table, *now, "partition by") || (left && !can_join(*now))) {
        found.anew.insert(table.name.key);
        found.moved.erase(table.name.key);
      } else if (left) {
        found.moved.insert(table.name.key);
      }
    }
    more = before != found.anew.size() + found.moved.size();
  }
  return found;
}

std::vector<std::string> leave_sql(const Table& table) {
  std::vector<std::string> all;
  const Parents parents = parents_of(table);
  const std::string name = relation_sql(table.name);
  for (const Identifier& parent : parents.tables) {
    all.push_back(parents.bound.empty()
                      ? fmt::format("ALTER TABLE {} NO INHERIT {}", name, relation_sql(parent))
                      : fmt::format("ALTER TABLE {} DETACH PARTITION {}", relation_sql(parent), name));
  }
  return all;
}

std::vector<std::string> join_sql(const Table& table) {
  std::vector<std::string> all;
  const Parents parents = parents_of(table);
  const std::string name = relation_sql(table.name);
  for (const Identifier& parent : parents.tables) {
    all.push_back(parents.bound.empty() ? fmt::format("ALTER TABLE {} INHERIT {}", name, relation_sql(parent))
                                        : fmt::format("ALTER TABLE {} ATTACH PARTITION {} {}", relation_sql(parent),
                                                      name, parents.bound));
  }
  return all;
}

}  // namespace aludel::postgresql
