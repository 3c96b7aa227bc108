// A table that both schemas have: its columns, its options and its key.
#include <algorithm>

#include <fmt/core.h>

#include "dialect/postgresql/canonical.h"
#include "dialect/postgresql/ddl/context.h"
#include "dialect/postgresql/names.h"

namespace aludel::postgresql {
namespace {

std::string place_of(const Table& table, const Column& column) { return table.name.text + '.' + column.name.text; }

std::string clause_of(const Column& column, const char* name) {
  const auto found = column.clauses.find(name);
  return found == column.clauses.end() ? std::string() : found->second;
}

class Alteration {
 public:
  Alteration(const TableWork& work, Context& context)
      : work_(work), context_(context), table_(relation_sql(work.to->name)) {}

  void run() {
    rename_parts();
    if (work_.options) alter_options();
    for (const TableWork::Altered& altered : work_.altered) {  // before what it is computed of changes
      if (altered.has(ColumnPart::kGenerated) && !altered.computed_again()) stop_computing(*altered.from, *altered.to);
    }
    for (const bool computed : {false, true}) {  // of columns that have their types by then
      for (const Column* column : work_.added) {
        if (column->generated.has_value() == computed) add_column(*column);
      }
      for (const TableWork::Altered& altered : work_.altered) {
        if (altered.computed_again() == computed) alter_column(altered);
      }
    }
    if (work_.options && differs("with")) alter_parameters();  // those of TOAST need a column that may be long
  }

 private:
  void alter(std::string_view what, std::string comment = {}) {
    context_.add(fmt::format("ALTER TABLE {} {}", table_, what), std::move(comment));
  }
  void alter(const Column& column, std::string_view what, std::string comment = {}) {
    alter(fmt::format("ALTER COLUMN {} {}", column_sql(column.name), what), std::move(comment));
  }
  [[nodiscard]] std::string shown(const Column& column) const { return '`' + place_of(*work_.to, column) + '`'; }

  void rename_parts() {
    const auto rename = [this](const Identifier& from, const Identifier& to) {
      alter(fmt::format("RENAME CONSTRAINT {} TO {}", column_sql(from), column_sql(to)));
    };
    if (work_.renamed_key) rename(work_.from->primary_key->name, work_.to->primary_key->name);
    for (const auto& [from, to] : work_.renamed) rename(name_of(*from), name_of(*to));
    for (const auto& [from, to] : work_.renamed_indexes) {
      context_.add(fmt::format("ALTER INDEX {}.{} RENAME TO {}", table_.substr(0, table_.rfind(".\"")),
                               column_sql(from->name), column_sql(to->name)));
    }
  }

  static bool needs_value(const Column& column) {
    return column.not_null && !column.default_value && !column.clauses.contains("identity");
  }

  void add_column(const Column& column) {
    const std::string* fill = needs_value(column) ? context_.ask_fill(*work_.to, column) : nullptr;
    const std::string comment = "new column " + shown(column);
    if (fill == nullptr || fill->empty()) {
      alter("ADD COLUMN " + column_definition_sql(column), comment);
    } else {
      Column nullable = column;
      nullable.not_null = false;
      alter("ADD COLUMN " + column_definition_sql(nullable), comment);
      context_.add(fmt::format("UPDATE {} SET {} = {}", table_, column_sql(column.name), *fill));
      alter(column, "SET NOT NULL");
    }
    for (std::string& sql : column_settings_sql(*work_.to, column)) context_.add(std::move(sql));
  }

  void alter_column(const TableWork::Altered& altered) {
    const Column& from = *altered.from;
    const Column& to = *altered.to;
    if (altered.computed_again()) {
      add_column(to);
      return;
    }
    const bool identity = clause_of(from, "identity") != clause_of(to, "identity");
    const bool retyped = altered.retyped();
    if (retyped) change_type(altered);
    if (to.default_value && (retyped || altered.has(ColumnPart::kDefault))) set_default(from, to);
    if (altered.has(ColumnPart::kNotNull)) {
      change_null(to);
    } else if (to.not_null) {
      name_not_null(from, to);
    }
    if (identity && to.clauses.contains("identity")) add_identity(from, to);
    change_settings(from, to);
  }

  // Of a virtual one nothing is stored that could stay.
  void stop_computing(const Column& from, const Column& to) {
    const std::string comment = "column " + shown(to) + " is computed no more";
    if (from.generated->stored) {
      alter(to, "DROP EXPRESSION", comment);
      return;
    }
    const Column plain{simple_name("aludel_new_" + to.name.text), to.type, false, {}, to.collation, {}, {}, ""};
    alter("ADD COLUMN " + column_definition_sql(plain), comment);
    context_.add(fmt::format("UPDATE {} SET {} = {}", table_, column_sql(plain.name), column_sql(from.name)));
    alter("DROP COLUMN " + column_sql(from.name));
    alter(fmt::format("RENAME COLUMN {} TO {}", column_sql(plain.name), column_sql(to.name)));
  }

  // The server's own name is known as long as nobody renamed it; no key lets go of a column.
  void name_not_null(const Column& from, const Column& to) {
    const auto same = [&](const char* name) {
      return clause_of(from, name) == clause_of(to, name) && from.clauses.contains(name) == to.clauses.contains(name);
    };
    if (same("not null") && same("not null no inherit") && same("not null not valid")) return;
    const auto& key = work_.to->primary_key;
    const bool in_key = key && std::any_of(key->parts.begin(), key->parts.end(),
                                           [&](const KeyPart& part) { return part.column == to.name; });
    if (!in_key) {
      alter(to, "DROP NOT NULL");
      alter(add_not_null_sql(to));
      return;
    }
    const auto name = [&](const Column& column) {
      const std::string given = clause_of(column, "not null");
      const std::string own = table_.substr(table_.rfind(".\"") + 2);
      return given.empty() ? quoted_name(own.substr(0, own.size() - 1) + '_' + column.name.text + "_not_null") : given;
    };
    alter(fmt::format("RENAME CONSTRAINT {} TO {}", name(from), name(to)));
  }

  void set_default(const Column& from, const Column& to) {
    alter(to, "SET DEFAULT " + to.default_value->written);
    go_on_counting(*work_.to, from, to, TableStays::kYes, context_);
  }

  void change_type(const TableWork::Altered& altered) {
    const Column& from = *altered.from;
    const Column& to = *altered.to;
    const std::string& type = to.type.written;
    const std::string value = converted_value(table_, work_, from, to, context_);
    const std::string collation = to.collation.empty() ? "" : " COLLATE " + relation_sql(to.collation);
    alter(to, fmt::format("TYPE {}{} USING {}", type, collation, value),
          fmt::format("column {}: {} becomes {}", shown(to), from.type.written, type));
  }

  void change_null(const Column& to) {
    if (!to.not_null) {
      alter(to, "DROP NOT NULL");
      return;
    }
    const std::string* fill = context_.ask_fill(*work_.to, to);
    if (fill != nullptr && !fill->empty()) {
      context_.add(fmt::format("UPDATE {} SET {} = {} WHERE {} IS NULL", table_, column_sql(to.name), *fill,
                               column_sql(to.name)));
    }
    const bool plain = !to.clauses.contains("not null") && !to.clauses.contains("not null no inherit") &&
                       !to.clauses.contains("not null not valid");
    if (plain) {
      alter(to, "SET NOT NULL");
    } else {
      alter(add_not_null_sql(to));
    }
  }

  void add_identity(const Column& from, const Column& to) {
    const std::string identity = clause_of(to, "identity");
    const std::size_t options = identity.find(" (");
    alter(to, fmt::format("ADD GENERATED {} AS IDENTITY{}", identity.substr(0, options),
                          options == std::string::npos ? "" : identity.substr(options)));
    go_on_counting(*work_.to, from, to, TableStays::kYes, context_);
  }

  void change_settings(const Column& from, const Column& to) {
    struct Setting {
      const char* name;
      std::string_view reset;
    };
    constexpr Setting kSettings[] = {{"statistics", "SET STATISTICS -1"}, {"compression", "SET COMPRESSION default"}};
    for (const Setting& setting : kSettings) {
      if (from.clauses.contains(setting.name) && !to.clauses.contains(setting.name)) alter(to, setting.reset);
    }
    if (from.clauses.contains("storage") && !to.clauses.contains("storage"))
      alter(to, to.type.written.starts_with("numeric") ? "SET STORAGE MAIN" : "SET STORAGE EXTENDED");
    if (clause_of(from, "options") != clause_of(to, "options")) reset_options(to, clause_of(from, "options"));
    if (from.clauses == to.clauses) return;
    for (std::string& sql : column_settings_sql(*work_.to, to)) context_.add(std::move(sql));
  }

  static std::string names_of(std::string_view options) {
    std::string names;
    while (!options.empty()) {
      const std::string_view one = options.substr(0, options.find(", "));
      names += (names.empty() ? "" : ", ") + std::string(one.substr(0, one.find('=')));
      options.remove_prefix(std::min(one.size() + 2, options.size()));
    }
    return names;
  }
  void reset_options(const Column& column, const std::string& options) {
    if (!options.empty()) alter(column, fmt::format("RESET ({})", names_of(options)));
  }

  [[nodiscard]] std::string option(const Table& table, const char* name) const {
    const auto found = table.options.find(name);
    return found == table.options.end() ? std::string() : found->second;
  }
  [[nodiscard]] bool differs(const char* name) const {
    return option(*work_.was, name) != option(*work_.now, name) ||
           work_.was->options.contains(name) != work_.now->options.contains(name);
  }

  void alter_parameters() {
    if (const std::string old = option(*work_.was, "with"); !old.empty())
      alter(fmt::format("RESET ({})", names_of(old)));
    if (const std::string now = option(*work_.now, "with"); !now.empty()) alter(fmt::format("SET ({})", now));
  }

  void alter_options() {
    if (differs("of")) {
      const std::string type = option(*work_.now, "of");
      alter(type.empty() ? "NOT OF" : "OF " + type);
    }
    if (differs("using")) {
      const std::string method = option(*work_.now, "using");
      alter("SET ACCESS METHOD " + (method.empty() ? "heap" : method));
    }
    if (differs("unlogged")) alter(work_.now->options.contains("unlogged") ? "SET UNLOGGED" : "SET LOGGED");
    if (differs("tablespace")) {
      const std::string now = option(*work_.now, "tablespace");
      alter("SET TABLESPACE " + (now.empty() ? "pg_default" : now));
    }
    if (differs("row level security")) {
      const auto is_on = [&](std::string_view state) {
        return work_.now->options.contains("row level security") && state != "forced, not enabled";
      };
      const std::string now = option(*work_.now, "row level security");
      alter(is_on(now) ? "ENABLE ROW LEVEL SECURITY" : "DISABLE ROW LEVEL SECURITY");
      alter(now.empty() ? "NO FORCE ROW LEVEL SECURITY" : "FORCE ROW LEVEL SECURITY");
    }
    if (differs("replica identity") && option(*work_.now, "replica identity").empty())
      alter("REPLICA IDENTITY DEFAULT");
  }

  const TableWork& work_;
  Context& context_;
  std::string table_;
};

}  // namespace

// What stands in the way of columns first, then the columns that go; those that are computed of others before those.
void loosen_table(const TableWork& work, Context& context) {
  const Table& table = *work.from;
  const std::string name = relation_sql(table.name);
  if (work.key && table.primary_key)
    context.add(fmt::format("ALTER TABLE {} DROP CONSTRAINT {}", name, column_sql(table.primary_key->name)));
  for (const Index* index : work.indexes_off) {
    const std::string schema = name.substr(0, name.rfind(".\""));
    context.add(fmt::format("DROP INDEX {}.{}", schema, column_sql(index->name)),
                fmt::format("drops index `{}`", index->name.text));
  }
  for (const TableWork::Altered& altered : work.altered) {
    if (altered.from->default_value && (altered.retyped() || altered.has(ColumnPart::kDefault)))
      context.add(fmt::format("ALTER TABLE {} ALTER COLUMN {} DROP DEFAULT", name, column_sql(altered.from->name)));
  }
  for (const TableWork::Altered& altered : work.altered) {
    keep_numbers(table, *altered.from, *altered.to, TableStays::kYes, context);
    if (clause_of(*altered.from, "identity") != clause_of(*altered.to, "identity") &&
        altered.from->clauses.contains("identity")) {
      context.add(fmt::format("ALTER TABLE {} ALTER COLUMN {} DROP IDENTITY", name, column_sql(altered.from->name)));
    }
    if (altered.computed_again())
      context.add(fmt::format("ALTER TABLE {} DROP COLUMN {}", name, column_sql(altered.from->name)),
                  fmt::format("column `{}` is computed anew", place_of(table, *altered.from)));
  }
  std::vector<const Column*> order = work.dropped;
  std::stable_sort(order.begin(), order.end(), [](const Column* a, const Column* b) {
    return a->generated.has_value() && !b->generated.has_value();
  });
  for (const Column* column : order) {
    const std::string text = fmt::format("drops column `{}` with its values", place_of(table, *column));
    if (!column->generated) context.warn(text, {place_of(table, *column), ""});
    context.add(fmt::format("ALTER TABLE {} DROP COLUMN {}", name, column_sql(column->name)),
                column->generated ? fmt::format("drops column `{}`", place_of(table, *column)) : text);
  }
}

void alter_table(const TableWork& work, Context& context) { Alteration(work, context).run(); }

}  // namespace aludel::postgresql
