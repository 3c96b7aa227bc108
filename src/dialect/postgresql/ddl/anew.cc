// A table that is made anew, since nothing turns the old one into it: its rows are copied.
#include <algorithm>

#include <fmt/core.h>

#include "dialect/postgresql/canonical.h"
#include "dialect/postgresql/ddl/context.h"
#include "dialect/postgresql/names.h"

namespace aludel::postgresql {
namespace {

constexpr std::string_view kOld = "aludel_old_";

bool is_partitioned(const Table& table) { return table.options.contains("partition by"); }

// The schema's and the table's own name; a schema is always named.
struct Place {
  std::string schema, name;
};
Place place_of(const Table& table) {
  const std::string full = relation_sql(table.name);
  const std::size_t dot = full.rfind("\".\"") + 1;
  return {full.substr(0, dot), full.substr(dot + 1)};
}
std::string old_part(const Table& table) { return "\"" + std::string(kOld) + place_of(table).name.substr(1); }
std::string old_name(const Table& table) { return place_of(table).schema + '.' + old_part(table); }

class Takeover {
 public:
  Takeover(const TableWork& work, Context& context) : work_(work), context_(context), old_(old_name(*work.was)) {}

  void run() {
    for (const Column& column : work_.to->columns) add(column);
    const std::string name = relation_sql(work_.now->name);
    if (!columns_.empty()) {
      context_.add(fmt::format("INSERT INTO {} ({}){} SELECT {} FROM {}{}", name, columns_,
                               identity_ ? " OVERRIDING SYSTEM VALUE" : "", values_,
                               is_partitioned(*work_.was) ? "" : "ONLY ", old_),
                   fmt::format("the rows of `{}`", work_.now->name.text));
    }
    for (const Column& column : work_.to->columns) {
      if (const Column* before = work_.from->find_column(column.name))
        go_on_counting(*work_.now, *before, column, TableStays::kNo, context_);
    }
    context_.add("DROP TABLE " + old_);
  }

 private:
  void add(const Column& column) {
    if (column.generated) return;
    const Column* before = work_.from->find_column(column.name);
    std::string value;
    if (before != nullptr) {
      value = kept_value(*before, column);
    } else if (column.not_null && !column.default_value && !column.clauses.contains("identity")) {
      const std::string* fill = context_.ask_fill(*work_.to, column);
      if (fill != nullptr) value = *fill;
    }
    if (value.empty()) return;
    identity_ = identity_ || column.clauses.contains("identity");
    const char* const comma = columns_.empty() ? "" : ", ";
    columns_ += comma + column_sql(column.name);
    values_ += comma + value;
  }

  std::string kept_value(const Column& before, const Column& after) {
    std::string value = converted_value(old_, work_, before, after, context_);
    if (after.not_null && !before.not_null) {
      const std::string* fill = context_.ask_fill(*work_.to, after);
      if (fill != nullptr && !fill->empty()) value = fmt::format("coalesce({}, {})", value, *fill);
    }
    return value;
  }

  const TableWork& work_;
  Context& context_;
  std::string old_;
  std::string columns_, values_;
  bool identity_ = false;
};

}  // namespace

void set_aside(const TableWork& work, Context& context) {
  const std::string name = relation_sql(work.was->name);
  for (const Column& column : work.from->columns) {
    if (const Column* now = work.to->find_column(column.name))
      keep_numbers(*work.was, column, *now, TableStays::kNo, context);
    if (column.clauses.contains("identity"))
      context.add(fmt::format("ALTER TABLE {} ALTER COLUMN {} DROP IDENTITY", name, column_sql(column.name)));
  }
  // Who copies has to see all rows.
  if (work.was->options.contains("row level security"))
    context.add(fmt::format("ALTER TABLE {} NO FORCE ROW LEVEL SECURITY", name));
  context.add(fmt::format("ALTER TABLE {} RENAME TO {}", name, old_part(*work.was)),
              fmt::format("makes table `{}` anew, and copies its rows; privileges that are not granted below are lost",
                          work.now->name.text));
}

void take_over_rows(const TableWork& work, Context& context) { Takeover(work, context).run(); }

}  // namespace aludel::postgresql
