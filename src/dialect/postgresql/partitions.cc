#include "dialect/postgresql/partitions.h"

#include "dialect/postgresql/ddl/parents.h"
#include "diff/lineage.h"

namespace aludel::postgresql {
namespace {

bool is_partition_of(const Table& table, const Table& whole) {
  const Parents parents = parents_of(table);
  return !parents.bound.empty() && parents.tables.front() == whole.name;
}

// With the bounds of what it is a partition of. Null: the catalogs tell none.
const CheckConstraint* bound_of(const Table& table) {
  for (const Constraint& constraint : whole_of(table).constraints) {
    const auto* check = std::get_if<CheckConstraint>(&constraint);
    if (check != nullptr && check->name.empty()) return check;
  }
  return nullptr;
}

// False: the rows of one of them may be any.
bool add_leaves(const Table& table, const Schema& schema, std::vector<std::string>& out) {
  for (const Table& part : schema.tables) {
    if (!is_partition_of(part, table)) continue;
    if (part.options.contains("partition by")) {
      if (!add_leaves(part, schema, out)) return false;
      continue;
    }
    const CheckConstraint* bound = bound_of(part);
    if (bound == nullptr) return false;
    out.push_back(bound->expression.written);
  }
  return true;
}

}  // namespace

std::vector<std::string> conditions_of_parts(const Table& table, const Schema& schema) {
  std::vector<std::string> all;
  if (!table.options.contains("partition by") || !add_leaves(table, schema, all)) return {};
  return all;
}

}  // namespace aludel::postgresql
