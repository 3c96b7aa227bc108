// Partitions and children: whose they are, how they leave and join, and which tables have to be made anew since they
// cannot.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "schema/schema.h"

namespace aludel::postgresql {

struct Parents {
  std::vector<Identifier> tables;
  std::string bound;  // of a partition: `FOR VALUES ...`, `DEFAULT`; empty: INHERITS
};
[[nodiscard]] Parents parents_of(const Table& table);
// Adds the keys of what a table is a partition of, however deep.
void add_wholes(const Table& table, const Schema& schema, std::set<std::string>& out);

// What becomes of tables of both schemas, by key.
struct Lineage {
  std::set<std::string> anew;   // made anew, with their rows
  std::set<std::string> moved;  // they leave their parents, and join others
};
// `anew`: keys of tables that are made anew in any case.
[[nodiscard]] Lineage lineage_of(const Schema& from, const Schema& to, const std::set<std::string>& anew);

[[nodiscard]] std::vector<std::string> leave_sql(const Table& table);
[[nodiscard]] std::vector<std::string> join_sql(const Table& table);

}  // namespace aludel::postgresql
