// What two schemas have in common, whatever it is called in each: whose rows a migration has to keep.
#pragma once

#include <vector>

#include "diff/rename.h"
#include "schema/schema.h"

namespace aludel {

struct KeptColumn {
  const Column* from;
  const Column* to;
};

struct KeptTable {
  const Table* from;
  const Table* to;
  std::vector<KeptColumn> columns;
  bool regrouped = false;  // children with rows of their own come or go, or rows of others come: it shows others
};

// The tables and columns that are in both, in the order of `from`. They point into the schemas.
[[nodiscard]] std::vector<KeptTable> kept_tables(const Schema& from, const Schema& to,
                                                 const std::vector<Rename>& renames);

}  // namespace aludel
