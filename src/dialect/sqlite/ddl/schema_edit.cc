#include "dialect/sqlite/ddl/schema_edit.h"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "dialect/sqlite/ddl/clauses.h"
#include "dialect/sqlite/ddl/facts.h"
#include "dialect/sqlite/ddl/guard.h"
#include "dialect/sqlite/ddl/literal.h"
#include "dialect/sqlite/ddl/native.h"
#include "dialect/sqlite/ddl/table_edit.h"
#include "dialect/sqlite/names.h"

namespace aludel::sqlite {
namespace {

// --- Conditions

// Whether a key, an index, a generated column or a foreign key compares or stores the column's values by its collation.
class Collations {
 public:
  Collations(const Schema& schema, const Table& table) : schema_(schema), table_(table) {}

  [[nodiscard]] bool decide_about(const Identifier& column) const {
    return in_keys(column) || in_indexes(column) || in_generated(column) || in_foreign_keys(column);
  }

 private:
  static bool holds(const std::vector<KeyPart>& parts, const Identifier& column) {
    return std::any_of(parts.begin(), parts.end(), [&](const KeyPart& part) { return part.column == column; });
  }
  [[nodiscard]] bool in_keys(const Identifier& column) const {
    if (table_.primary_key && holds(table_.primary_key->parts, column)) return true;
    return std::any_of(table_.constraints.begin(), table_.constraints.end(), [&](const Constraint& constraint) {
      const auto* unique = std::get_if<UniqueConstraint>(&constraint);
      return unique != nullptr && holds(unique->parts, column);
    });
  }
  [[nodiscard]] bool in_indexes(const Identifier& column) const {
    return std::any_of(table_.indexes.begin(), table_.indexes.end(),
                       [&](const Index& index) { return mentions(index.sql, column.key); });
  }
  [[nodiscard]] bool in_generated(const Identifier& column) const {
    return std::any_of(table_.columns.begin(), table_.columns.end(), [&](const Column& other) {
      return other.generated && (other.name == column || mentions(other.generated->expression.written, column.key));
    });
  }
  [[nodiscard]] bool in_foreign_keys(const Identifier& column) const {
    return std::any_of(schema_.tables.begin(), schema_.tables.end(), [&](const Table& child) {
      return std::any_of(child.constraints.begin(), child.constraints.end(), [&](const Constraint& constraint) {
        const auto* key = std::get_if<ForeignKey>(&constraint);
        if (key == nullptr) return false;
        const auto has = [&](const std::vector<Identifier>& columns) {
          return std::find(columns.begin(), columns.end(), column) != columns.end();
        };
        return (child.name == table_.name && has(key->columns)) ||
               (key->parent == table_.name && has(key->parent_columns));
      });
    });
  }

  const Schema& schema_;
  const Table& table_;
};

bool has_triggers(const Schema& schema, const Identifier& table) {
  return std::any_of(schema.definitions.begin(), schema.definitions.end(),
                     [&](const Definition& one) { return one.kind == "trigger" && one.on == table; });
}

std::string strict_type(const Column& column) { return column.type.normal == "int" ? "integer" : column.type.normal; }

// Whether the column may hold NULLs that it must not hold any more.
bool becomes_not_null(const TableChange& table, const ModifyColumn& change) {
  return change.to.not_null && !never_null(change.from, *table.from);
}

// Whether a row that was right may be wrong now.
bool may_break_rows(const TableChange& table) {
  return std::any_of(table.modified.begin(), table.modified.end(),
                     [&](const ModifyColumn* column) {
                       return becomes_not_null(table, *column) || column->changes(ColumnPart::kCollation);
                     }) ||
         std::any_of(table.constraints.begin(), table.constraints.end(), [](const Replacement<Constraint>& one) {
           return one.to != nullptr && std::holds_alternative<CheckConstraint>(*one.to);
         });
}

bool is_filled(const TableChange& table, const ModifyColumn& change, const Context& context) {
  const std::string* expression = context.fill(*table.to, change.to);
  return becomes_not_null(table, change) && expression != nullptr && !expression->empty();
}

std::string why_not_edited(const TableChange& table, const ModifyColumn& change, const Context& context) {
  const std::string name = one_line(change.to.name.text);
  if (context.conversion(*table.to, change.to) != nullptr)
    return fmt::format("values of column `{}` are converted", name);
  if (change.changes(ColumnPart::kGenerated)) return fmt::format("the expression of column `{}` changes", name);
  const bool from_strict = is_strict(*table.from);
  const bool to_strict = is_strict(*table.to);
  if (affinity_of(change.from.type, from_strict) != affinity_of(change.to.type, to_strict)) {
    return fmt::format("values of column `{}` change as its type does", name);
  }
  if (to_strict && strict_type(change.from) != strict_type(change.to)) {
    return fmt::format("column `{}` takes other values in a STRICT table", name);
  }
  if (change.changes(ColumnPart::kCollation) && (Collations(context.from, *table.from).decide_about(change.from.name) ||
                                                 Collations(context.to, *table.to).decide_about(change.to.name))) {
    return fmt::format("the collation of column `{}` decides about keys or indexes", name);
  }
  const bool updates = change.changes(ColumnPart::kDefault) || is_filled(table, change, context);
  if (updates && has_triggers(context.from, table.from->name)) {
    return fmt::format("rows have to be written for column `{}`, and triggers would see that", name);
  }
  return {};
}

// Of columns whose declaration stays, but not what STRICT makes of it.
bool affinities_change(const TableChange& table) {
  return std::any_of(table.from->columns.begin(), table.from->columns.end(), [&](const Column& column) {
    const Column* after = table.to->find_column(column.name);
    return after != nullptr &&
           affinity_of(column.type, is_strict(*table.from)) != affinity_of(after->type, is_strict(*table.to));
  });
}

// PRAGMA integrity_check(N) looks for N faults in all tables.
bool begins_like_number(std::string_view name) {
  if (name.starts_with('-') || name.starts_with('+')) name.remove_prefix(1);
  return !name.empty() && name.front() >= '0' && name.front() <= '9';
}

// An INTEGER PRIMARY KEY has no index where it is the rowid; WITHOUT ROWID its index comes after all others, wherever
// it is declared.
const Column* integer_key(const Table& table) {
  if (!table.primary_key || table.primary_key->parts.size() != 1) return nullptr;
  const Column* column = table.find_column(table.primary_key->parts.front().column);
  return column != nullptr && column->type.normal == "integer" ? column : nullptr;
}

std::string why_not_as_a_whole(const TableChange& table, const TableText& before, const TableText& wanted) {
  if (table.primary_key) return "the primary key changes";
  if (!table.dropped.empty()) return "a column goes";
  if (table.reordered) return "columns change places";
  const bool unique = std::any_of(table.constraints.begin(), table.constraints.end(), [](const auto& one) {
    return std::holds_alternative<UniqueConstraint>(one.from == nullptr ? *one.to : *one.from);
  });
  if (unique) return "a UNIQUE constraint is an index, too";
  // Of the same column, since the primary key is the same.
  if ((integer_key(*table.from) == nullptr) != (integer_key(*table.to) == nullptr))
    return "a column becomes an INTEGER PRIMARY KEY, or ceases to be";
  if (before.without_rowid != wanted.without_rowid) return "rows are stored in another way";
  if (wanted.strict && !before.strict) return "rows have to be checked for STRICT";
  if (!may_break_rows(table)) return {};
  // Up to 3.40 it takes one column of them for another.
  if (wanted.without_rowid) return "integrity_check is not to be trusted WITHOUT ROWID";
  if (begins_like_number(table.from->name.text)) return "integrity_check takes the table's name for a number";
  return {};
}

// --- The edit

class SchemaEdit {
 public:
  SchemaEdit(const TableChange& change, const TableText& before, const TableText& wanted, Context& context)
      : change_(change),
        before_(before),
        after_(read_create_table(edited_text(before, wanted, change))),
        context_(context),
        guard_(context.scratch_name(Guard::kPurpose, change.from->name)),
        name_(change.from->name.text),
        shown_(one_line(name_)) {}

  void run() {
    context_.schema_edit = true;
    write_rows();
    replace_text();
    check_rows();
    check_foreign_keys();
    ScriptStatement create = guard_.create();
    create.comment =
        fmt::format("edits the text of table `{}` in the schema, no row moves", shown_) + describe(change_);
    for (const std::string& note : notes_) create.comment += "\n  " + note;
    context_.add(std::move(create));
    for (ScriptStatement& statement : statements_) context_.add(std::move(statement));
    context_.add(guard_.drop());
  }

 private:
  void add(std::string sql) { statements_.push_back({std::move(sql), {}}); }
  void stop_if(const std::string& select, const std::string& message) {
    statements_.push_back(guard_.stop_if(select, message));
  }

  // Rows that were there when ALTER TABLE added a column do not hold it: they get the default that the text says, so an
  // edit would change them.
  void write_rows() {
    bool defaults = false;
    for (const ModifyColumn* column : change_.modified) {
      defaults = defaults || column->changes(ColumnPart::kDefault);
      if (!becomes_not_null(change_, *column) || column->to.generated) continue;
      const std::string* expression = context_.ask_fill(*change_.to, column->to);
      if (expression == nullptr || expression->empty()) continue;  // check_rows() finds them
      const std::string name = name_sql(column->from.name);
      add(fmt::format("UPDATE OR ABORT {} SET {} = ({}) WHERE {} IS NULL", name_sql(name_), name, *expression, name));
      notes_.push_back(fmt::format("`{}.{}` becomes {} where it is NULL", shown_, one_line(column->to.name.text),
                                   one_line(*expression)));
    }
    if (!defaults) return;
    const std::string column = name_sql(cheapest_column());
    add(fmt::format("UPDATE OR ABORT {} SET {} = {}", name_sql(name_), column, column));
    notes_.emplace_back("every row is written out before a default changes: rows older than a column do not hold it");
  }

  // One that no index has to follow.
  [[nodiscard]] const Identifier& cheapest_column() const {
    const Table& table = *change_.from;
    const auto is_free = [&](const Column& column) {
      const std::string& key = column.name.key;
      const auto indexed = [&](const Index& index) { return mentions(index.sql, key); };
      const auto constrained = [&](const ClauseText& clause) { return mentions(before_.text(clause.all), key); };
      const ColumnText& text = *find_column(before_, column.name);
      const auto in_key = [](const ClauseText& clause) {
        return clause.kind != ClauseKind::kNotNull && clause.kind != ClauseKind::kDefault;
      };
      return !column.generated && std::none_of(text.clauses.begin(), text.clauses.end(), in_key) &&
             std::none_of(before_.constraints.begin(), before_.constraints.end(), constrained) &&
             std::none_of(table.indexes.begin(), table.indexes.end(), indexed);
    };
    auto found = std::find_if(table.columns.begin(), table.columns.end(), is_free);
    if (found == table.columns.end()) {
      found =
          std::find_if(table.columns.begin(), table.columns.end(), [](const Column& one) { return !one.generated; });
    }
    return found->name;
  }

  // The text as it is stored, as SQL. ALTER TABLE RENAME puts quotes around the name, so after a rebuild on the way
  // back it is another one than it was, and says the same.
  [[nodiscard]] std::string stored_text() const {
    const std::string bare = before_.sql.substr(0, before_.name_span.end);
    std::string quoted = before_.sql.substr(0, before_.name_span.begin) + '"';
    for (const char c : name_) quoted.append(c == '"' ? 2 : 1, c);
    quoted += '"';
    if (bare == quoted) return "sql";
    return fmt::format("replace(sql, {}, {})", text_sql(quoted), text_sql(bare));
  }

  void replace_text() {
    add("PRAGMA writable_schema = ON");
    add(fmt::format("UPDATE sqlite_schema SET sql = {}\n  WHERE type = 'table' AND name = {} AND {} = {}",
                    text_sql(after_.sql), text_sql(name_), stored_text(), text_sql(before_.sql)));
    stop_if("SELECT changes() || ' such texts' WHERE changes() <> 1",
            fmt::format("the text of table `{}` in this database is not the one that this replaces: generate it again "
                        "with rebuild = \"copy\"",
                        shown_));
    add("PRAGMA writable_schema = RESET");
    stop_if(fmt::format("SELECT count(*) || ' columns' FROM pragma_table_xinfo({}) HAVING count(*) <> {}",
                        text_sql(name_), after_.columns.size()),
            fmt::format("table `{}` does not read back", shown_));
  }

  // Finds at most 100 rows, by default.
  void check_rows() {
    if (!may_break_rows(change_)) return;
    stop_if(fmt::format("SELECT integrity_check || ', ' || count(*) || ' times' FROM pragma_integrity_check({})\n"
                        "  WHERE integrity_check <> 'ok' GROUP BY integrity_check",
                        text_sql(name_)),
            fmt::format("rows of table `{}` break what is asked of them now:{}", shown_, new_rules()));
  }
  [[nodiscard]] std::string new_rules() const {
    std::string rules;
    const auto add_rule = [&](const std::string& rule) { rules += (rules.empty() ? " " : ", ") + one_line(rule); };
    for (const ModifyColumn* column : change_.modified) {
      if (becomes_not_null(change_, *column)) add_rule(fmt::format("`{}` NOT NULL", column->to.name.text));
      if (column->changes(ColumnPart::kCollation)) {
        add_rule(fmt::format("`{}` COLLATE {}", column->to.name.text, column->to.collation.text));
      }
    }
    for (const Replacement<Constraint>& constraint : change_.constraints) {
      const auto* check = constraint.to == nullptr ? nullptr : std::get_if<CheckConstraint>(constraint.to);
      if (check != nullptr) add_rule(fmt::format("CHECK ({})", check->expression.written));
    }
    return rules;
  }

  // A foreign key to columns that are not unique makes an error of the check.
  [[nodiscard]] bool are_checkable() {
    const std::vector<Constraint>& all = change_.to->constraints;
    const bool fine = std::all_of(all.begin(), all.end(), [&](const Constraint& constraint) {
      const auto* key = std::get_if<ForeignKey>(&constraint);
      return key == nullptr || is_checkable(*key, context_.to);
    });
    if (!fine) notes_.emplace_back("foreign keys are not checked: one of them refers to columns that are not unique");
    return fine;
  }

  // SQLite numbers the foreign keys of a table from the last one.
  void check_foreign_keys() {
    std::vector<const ClauseText*> keys;
    for (const ColumnText& column : after_.columns) {
      for (const ClauseText& clause : column.clauses) {
        if (clause.kind == ClauseKind::kForeignKey) keys.push_back(&clause);
      }
    }
    for (const ClauseText& clause : after_.constraints) {
      if (clause.kind == ClauseKind::kForeignKey) keys.push_back(&clause);
    }
    if (!are_checkable()) return;
    std::string numbers;
    for (const Replacement<Constraint>& constraint : change_.constraints) {
      if (constraint.to == nullptr || !std::holds_alternative<ForeignKey>(*constraint.to)) continue;
      const auto found =
          std::find(keys.begin(), keys.end(), find_constraint(after_, *change_.to, *constraint.to).clause);
      if (found == keys.end()) continue;
      numbers += fmt::format("{}{}", numbers.empty() ? "" : ", ", keys.end() - found - 1);
    }
    if (numbers.empty()) return;
    context_.last_checks.push_back(
        {fmt::format(
             "SELECT count(*) || ' rows' FROM pragma_foreign_key_check({}) WHERE fkid IN ({}) HAVING count(*) > 0",
             text_sql(name_), numbers),
         fmt::format("rows of table `{}` refer to rows that are not there", shown_)});
  }

  const TableChange& change_;
  const TableText& before_;
  const TableText after_;
  Context& context_;
  Guard guard_;
  const std::string name_, shown_;
  std::vector<std::string> notes_;
  std::vector<ScriptStatement> statements_;
};

}  // namespace

std::string why_not_edited(const TableChange& change, const TableText& before, const TableText& wanted,
                           const Context& context) {
  if (context.options.rebuild == Rebuild::kCopy) return "the configuration says rebuild = \"copy\"";
  std::string why = why_not_as_a_whole(change, before, wanted);
  if (why.empty()) why = why_not_added(change, wanted, context);
  for (const ModifyColumn* column : change.modified) {
    if (!why.empty()) return why;
    why = why_not_edited(change, *column, context);
  }
  if (!why.empty()) return why;
  if (affinities_change(change)) return "values change as STRICT goes";
  const TableText after = read_create_table(edited_text(before, wanted, change));
  return automatic_indexes(before) == automatic_indexes(after) ? "" : "the keys change places";
}

void edit_schema(const TableChange& change, const TableText& before, const TableText& wanted, Context& context) {
  SchemaEdit(change, before, wanted, context).run();
}

}  // namespace aludel::sqlite
