#include "dialect/sqlite/ddl/alter.h"

#include <fmt/core.h>

#include "dialect/sqlite/create_table.h"
#include "dialect/sqlite/ddl/literal.h"
#include "dialect/sqlite/ddl/native.h"
#include "dialect/sqlite/ddl/rebuild.h"
#include "dialect/sqlite/ddl/schema_edit.h"
#include "dialect/sqlite/ddl/table_edit.h"
#include "dialect/sqlite/names.h"

namespace aludel::sqlite {
namespace {

std::string shown(const Table& table, const Column& column) {
  return fmt::format("`{}.{}`", one_line(table.name.text), one_line(column.name.text));
}

// Why ADD COLUMN and DROP COLUMN alone will not do; empty: they will.
std::string why_not_native(const TableChange& change, const TableText& before, const TableText& wanted,
                           const Context& context) {
  if (change.reordered) return "columns change places";
  if (std::string why = why_not_added(change, wanted, context); !why.empty()) return why;
  if (change.dropped.empty()) return {};
  if (loses_check(before, wanted, change))
    return "a CHECK that stays stands in the declaration of the column that goes";
  // Each DROP COLUMN writes all rows, as a rebuild does once.
  if (change.dropped.size() > 1) return "several columns go";
  if (context.options.rebuild == Rebuild::kCopy) return "the configuration says rebuild = \"copy\"";
  return why_not_dropped(*change.dropped.front(), change, before, context);
}

void add_columns(const TableChange& change, const TableText& before, const TableText& wanted, Context& context) {
  for (const Column* column : change.added) {
    context.add({fmt::format("ALTER TABLE {} ADD COLUMN {}", name_sql(change.from->name),
                             text_of_new_column(before, wanted, change, *column)),
                 fmt::format("adds column {}", shown(*change.to, *column))});
  }
}

void drop_columns(const TableChange& change, Context& context) {
  for (const Column* column : change.dropped) {
    context.add({fmt::format("ALTER TABLE {} DROP COLUMN {}", name_sql(change.from->name), name_sql(column->name)),
                 fmt::format("drops column {} with its values", shown(*change.from, *column))});
  }
}

TableText with_added_columns(const TableChange& change, const TableText& before, const TableText& wanted) {
  TableText text = before;
  for (const Column* column : change.added) {
    text = read_create_table(text_with_column(text, text_of_new_column(before, wanted, change, *column)));
  }
  return text;
}

void alter_columns(const TableChange& change, Context& context) {
  const TableText before = read_create_table(change.from->sql);
  const TableText wanted = read_create_table(change.to->sql);
  const std::string why = change.changes_clauses() ? why_not_edited(change, before, wanted, context)
                                                   : why_not_native(change, before, wanted, context);
  if (!why.empty()) {
    rebuild_table(change, before, wanted, why, context);
    return;
  }
  add_columns(change, before, wanted, context);
  drop_columns(change, context);
  const TableChange rest = without_new_columns(before, wanted, change);
  if (rest.changes_clauses()) edit_schema(rest, with_added_columns(change, before, wanted), wanted, context);
}

}  // namespace

void alter_table(const TableChange& change, Context& context) {
  for (const Column* column : change.dropped) {
    context.warn(fmt::format("drops column {} with its values", shown(*change.from, *column)),
                 change.from->name.text + "." + column->name.text);
  }
  if (change.changes_table()) alter_columns(change, context);
  for (const Replacement<Index>& index : change.indexes) {
    if (index.to == nullptr) continue;
    context.add({index.to->sql, fmt::format("{} index `{}`", index.from == nullptr ? "adds" : "makes anew",
                                            one_line(index.to->name.text))});
  }
}

}  // namespace aludel::sqlite
