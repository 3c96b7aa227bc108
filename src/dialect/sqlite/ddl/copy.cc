#include "dialect/sqlite/ddl/copy.h"

#include <algorithm>

#include <fmt/core.h>

#include "dialect/sqlite/ddl/conversion.h"
#include "dialect/sqlite/ddl/facts.h"
#include "dialect/sqlite/ddl/literal.h"
#include "dialect/sqlite/names.h"
#include "dialect/sqlite/normal.h"
#include "dialect/sqlite/read_table.h"

namespace aludel::sqlite {
namespace {

class Planner {
 public:
  Planner(const TableChange& change, const TableText& after, Context& context, Guard& guard)
      : change_(change), after_(after), context_(context), guard_(guard), rowid_(rowid_column(*change.to)) {}

  Copy run() {
    copy_rowid();
    for (const ColumnText& column : after_.columns) {
      if (is_generated(column)) continue;
      const Identifier name(column.name, folded(column.name));
      const Column& now = *change_.to->find_column(name);
      if (const Column* old = change_.from->find_column(name)) {
        copy_column(*old, now);
      } else {
        fill_column(now);
      }
    }
    if (copy_.columns.empty()) keep_row_count();
    return std::move(copy_);
  }

 private:
  [[nodiscard]] std::string table_sql() const { return name_sql(change_.from->name); }
  // A name in quotes that is no column would be read as a string, so it is told whose column it is.
  [[nodiscard]] std::string old_value(const Column& column) const {
    const std::string name = name_sql(column.name);
    return name.front() == '"' ? table_sql() + "." + name : name;
  }
  [[nodiscard]] std::string shown(const Column& column) const {
    return fmt::format("`{}.{}`", one_line(change_.to->name.text), one_line(column.name.text));
  }

  [[nodiscard]] bool is_rowid(const Column& column) const { return rowid_ != nullptr && rowid_->name == column.name; }

  void stop_if_rows(const std::string& condition, const std::string& message, const std::string& example = {}) {
    copy_.checks.push_back(
        guard_.stop_if(fmt::format("SELECT count(*) || ' rows'{} FROM {}{} HAVING count(*) > 0",
                                   example.empty() ? "" : fmt::format(" || ', such as ' || quote(max({}))", example),
                                   table_sql(), condition),
                       message));
  }

  void copy_rowid() {
    if (!has_rowid(*change_.from) || !has_rowid(*change_.to) || rowid_ != nullptr) return;
    const std::string_view from = rowid_word(*change_.from);
    const std::string_view to = rowid_word(*change_.to);
    if (from.empty() || to.empty()) {
      const std::string text = fmt::format("numbers the rowids of `{}` anew: columns hide all names of the rowid",
                                           one_line(change_.to->name.text));
      copy_.notes.push_back(text);
      context_.warn(text, change_.to->name.text);
      return;
    }
    copy_.add(std::string(to), std::string(from));
  }

  void copy_column(const Column& old, const Column& now) {
    std::string value = old_value(old);
    const bool strict = is_strict(*change_.to);
    const Affinity to = affinity_of(now.type, strict);
    if (const std::string* given = context_.conversion(*change_.to, now)) {
      value = "(" + *given + ")";
      copy_.notes.push_back(fmt::format("{} becomes {}", shown(now), one_line(*given)));
    } else if (to != affinity_of(old.type, is_strict(*change_.from))) {
      value = convert_column(old, now, to);
    }
    if (never_null(now, *change_.to) && !never_null(old, *change_.from)) {
      value = fill_nulls(old, now, std::move(value));
    }
    copy_.add(name_sql(now.name), std::move(value));
  }

  std::string convert_column(const Column& old, const Column& now, Affinity to) {
    const Conversion conversion = convert(old_value(old), to, context_.may_lose(*change_.to, now));
    copy_.notes.push_back(fmt::format("{}: {} -> {}, {}", shown(now), one_line(old.type.written),
                                      one_line(now.type.written), conversion.words));
    if (!conversion.refused.empty()) {
      stop_if_rows(
          " WHERE " + conversion.refused,
          fmt::format("values of {} would not be the same as {}: change them, or generate this again with "
                      "--lossy {}.{} (in a batch section, USING says what they become)",
                      shown(now), one_line(now.type.written), one_line(change_.to->name.text), one_line(now.name.text)),
          old_value(old));
    }
    return conversion.value;
  }

  // SQLite would number rows whose INTEGER PRIMARY KEY is NULL, so they stop the migration, too.
  std::string fill_nulls(const Column& old, const Column& now, std::string value) {
    const bool must = now.not_null;
    const std::string* expression = must ? context_.ask_fill(*change_.to, now) : context_.fill(*change_.to, now);
    if (expression == nullptr || expression->empty()) {
      stop_if_rows(fmt::format(" WHERE {} IS NULL", old_value(old)),
                   fmt::format("rows have no value for {}, which is NOT NULL now: give them one", shown(now)));
      return value;
    }
    copy_.notes.push_back(fmt::format("{} becomes {} where it is NULL", shown(now), one_line(*expression)));
    return fmt::format("coalesce({}, ({}))", value, *expression);
  }

  // What is left out gets the column's default.
  void fill_column(const Column& now) {
    if (is_rowid(now)) {
      if (has_rowid(*change_.from) && !rowid_word(*change_.from).empty()) {
        copy_.add(name_sql(now.name), std::string(rowid_word(*change_.from)));
        copy_.notes.push_back(fmt::format("{} becomes the rowid that the row has", shown(now)));
      }
      return;
    }
    const bool must = now.not_null && !has_default(now);
    const std::string* expression = must ? context_.ask_fill(*change_.to, now) : context_.fill(*change_.to, now);
    if (expression == nullptr) return;
    if (expression->empty()) {
      if (!must) return;
      stop_if_rows("", fmt::format("rows of `{}` have no value for the new column {}: give it a DEFAULT, or generate "
                                   "this again with --fill",
                                   one_line(change_.to->name.text), shown(now)));
      return;
    }
    copy_.notes.push_back(fmt::format("{} becomes {}", shown(now), one_line(*expression)));
    copy_.add(name_sql(now.name), "(" + *expression + ")");
  }

  // All columns go, and others come: a row each, of their defaults.
  void keep_row_count() {
    const auto column = std::find_if_not(after_.columns.begin(), after_.columns.end(), is_generated);
    const Column& now = *change_.to->find_column({column->name, folded(column->name)});
    const bool has_value = now.default_value && !is_rowid(now);
    copy_.add(name_sql(now.name), has_value ? "(" + default_sql(*now.default_value) + ")" : "NULL");
  }

  static bool is_generated(const ColumnText& column) {
    return std::any_of(column.clauses.begin(), column.clauses.end(),
                       [](const ClauseText& clause) { return clause.kind == ClauseKind::kGenerated; });
  }

  static bool has_default(const Column& column) {
    return column.default_value && default_kind(column.default_value->written) != DefaultKind::kNull;
  }

  const TableChange& change_;
  const TableText& after_;
  Context& context_;
  Guard& guard_;
  const Column* rowid_;  // of the new table, if one is another name of it
  Copy copy_;
};

}  // namespace

Copy plan_copy(const TableChange& change, const TableText& after, Context& context, Guard& guard) {
  return Planner(change, after, context, guard).run();
}

}  // namespace aludel::sqlite
