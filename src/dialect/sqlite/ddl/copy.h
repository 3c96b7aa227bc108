// Which values the rows of a table get as it is made anew.
#pragma once

#include <string>
#include <vector>

#include "dialect/sqlite/create_table.h"
#include "dialect/sqlite/ddl/context.h"
#include "dialect/sqlite/ddl/guard.h"
#include "dialect/sqlite/ddl/table_change.h"

namespace aludel::sqlite {

struct Copy {
  std::vector<std::string> columns;  // of the new table, as SQL; perhaps the rowid, too
  std::vector<std::string> values;   // from a row of the old one
  std::vector<std::string> notes;    // for a reviewer: what does not stay as it is
  std::vector<ScriptStatement> checks;

  void add(std::string column, std::string value) {
    columns.push_back(std::move(column));
    values.push_back(std::move(value));
  }
};

// Asks what nobody said yet; checks go through `guard`. Warns of what goes.
[[nodiscard]] Copy plan_copy(const TableChange& change, const TableText& after, Context& context, Guard& guard);

}  // namespace aludel::sqlite
