#include "dialect/sqlite/ddl/rebuild.h"

#include <algorithm>

#include <fmt/core.h>

#include "dialect/sqlite/ddl/copy.h"
#include "dialect/sqlite/ddl/facts.h"
#include "dialect/sqlite/ddl/guard.h"
#include "dialect/sqlite/ddl/literal.h"
#include "dialect/sqlite/ddl/table_edit.h"
#include "dialect/sqlite/names.h"
#include "dialect/sqlite/tokens.h"

namespace aludel::sqlite {
namespace {

constexpr std::string_view kStatistics = "sqlite_stat1";

std::string listed(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "" : ", ") + item;
  return text;
}

// A row that breaks a constraint stops the migration, whatever ON CONFLICT the constraint has: IGNORE would lose it.
std::string insert_sql(const std::string& into, const std::vector<std::string>& columns,
                       const std::vector<std::string>& values, const std::string& source) {
  return fmt::format("INSERT OR ABORT INTO {} ({})\n  SELECT {} FROM {}", into, listed(columns), listed(values),
                     source);
}

bool autoincrements(const Table& table) {
  return table.primary_key && table.primary_key->clauses.count("autoincrement") != 0;
}

// `CHECK (t.a > 0)` is no CHECK of a table with another name.
bool names_itself(const TableText& table, const Identifier& name) {
  const auto qualifies = [&](const ClauseText& clause) {
    if (clause.kind != ClauseKind::kCheck) return false;
    const std::string_view sql = table.text(clause.expression);
    for (Span at = next_token(sql, 0); !at.empty();) {
      const Span next = next_token(sql, at.end);
      const bool point = sql.substr(next.begin, next.size()) == ".";
      if (point && folded(unquoted(sql.substr(at.begin, at.size()))) == name.key) return true;
      at = next;
    }
    return false;
  };
  return std::any_of(table.constraints.begin(), table.constraints.end(), qualifies) ||
         std::any_of(table.columns.begin(), table.columns.end(), [&](const ColumnText& column) {
           return std::any_of(column.clauses.begin(), column.clauses.end(), qualifies);
         });
}

class Rebuild {
 public:
  Rebuild(const TableChange& change, const TableText& before, const TableText& wanted, Context& context)
      : change_(change),
        after_(read_create_table(edited_text(before, wanted, change))),
        context_(context),
        guard_(context.scratch_name(Guard::kPurpose, change.from->name)),
        name_(change.from->name.text),
        table_(name_sql(name_)),
        keeps_sequence_(autoincrements(*change.from) && autoincrements(*change.to)),
        has_statistics_(std::any_of(context.from.unmanaged.begin(), context.from.unmanaged.end(),
                                    [](const Unmanaged& object) { return object.name == kStatistics; })) {}

  void run(std::string_view why) {
    context_.foreign_keys_off = true;
    Copy copy = plan_copy(change_, after_, context_, guard_);
    std::string comment = fmt::format("rebuilds table `{}`: {}", one_line(name_), why) + describe(change_);
    for (const std::string& note : copy.notes) comment += "\n  " + note;
    const std::size_t first = context_.result.script.statements.size();
    if (!guard_.empty()) {
      add(guard_.create());
      for (ScriptStatement& check : copy.checks) add(std::move(check));
      add(guard_.drop());
    }
    if (names_itself(after_, change_.to->name)) {
      copy_twice(copy);
    } else {
      copy_once(copy);
    }
    add_kept_objects();
    context_.result.script.statements[first].comment = std::move(comment);
  }

 private:
  void add(ScriptStatement statement) { context_.add(std::move(statement)); }
  void add(std::string sql) { context_.add({std::move(sql), {}}); }

  // An index that holds all columns would be read instead of the table, in its order.
  [[nodiscard]] std::string source() const {
    const bool plain = change_.from->indexes.empty() && change_.from->constraints.empty() && !change_.from->primary_key;
    return table_ + (plain ? "" : " NOT INDEXED");
  }

  void move_statistics(const std::string& from, const std::string& to) {
    if (!has_statistics_) return;
    add(fmt::format("UPDATE {} SET tbl = {} WHERE tbl = {}", kStatistics, text_sql(to), text_sql(from)));
  }

  // Views and triggers name the table while it is not there: legacy_alter_table lets them.
  void copy_once(const Copy& copy) {
    const std::string scratch = context_.scratch_name("new", change_.from->name);
    add(renamed_text(after_, scratch));
    if (!copy.columns.empty()) add(insert_sql(name_sql(scratch), copy.columns, copy.values, source()));
    if (keeps_sequence_) {
      add(
          fmt::format("UPDATE sqlite_sequence SET seq = old.seq FROM sqlite_sequence AS old\n"
                      "  WHERE sqlite_sequence.name = {} AND old.name = {}",
                      text_sql(scratch), text_sql(name_)));
    }
    move_statistics(name_, scratch);
    add(fmt::format("DROP TABLE {}", table_));
    add("PRAGMA legacy_alter_table = ON");
    add(fmt::format("ALTER TABLE {} RENAME TO {}", name_sql(scratch), table_));
    add("PRAGMA legacy_alter_table = OFF");
    move_statistics(scratch, name_);
  }

  // No renaming: the rows wait in a table without types, which keeps them as they are.
  void copy_twice(const Copy& copy) {
    const std::string scratch = context_.scratch_name("rows", change_.from->name);
    const std::string rows = name_sql(scratch);
    std::vector<std::string> kept;
    for (std::size_t i = 0; i < copy.columns.size(); ++i) kept.push_back(fmt::format("c{}", i + 1));
    add(fmt::format("CREATE TABLE {} ({})", rows, listed(kept)));
    add(insert_sql(rows, kept, copy.values, source()));
    if (keeps_sequence_) {
      add(fmt::format("INSERT INTO sqlite_sequence (name, seq) SELECT {}, seq FROM sqlite_sequence WHERE name = {}",
                      text_sql(scratch), text_sql(name_)));
    }
    move_statistics(name_, scratch);
    add(fmt::format("DROP TABLE {}", table_));
    add(after_.sql);
    add(insert_sql(table_, copy.columns, kept, rows));
    if (keeps_sequence_) {
      add(
          fmt::format("DELETE FROM sqlite_sequence WHERE name = {0} AND EXISTS "
                      "(SELECT 1 FROM sqlite_sequence WHERE name = {1})",
                      text_sql(name_), text_sql(scratch)));
      add(fmt::format("UPDATE sqlite_sequence SET name = {} WHERE name = {}", text_sql(name_), text_sql(scratch)));
    }
    add(fmt::format("DELETE FROM {}", rows));
    add(fmt::format("DROP TABLE {}", rows));
    move_statistics(scratch, name_);
  }

  void add_kept_objects() {
    for (const Index& index : change_.from->indexes) {
      const Index* after = change_.to->find_index(index.name);
      if (after == nullptr || !(*after == index)) continue;
      add(collation_changes(change_, index.parts) ? after->sql : index.sql);
    }
    for (const Definition* trigger : kept_triggers(context_, change_.from->name)) add(trigger->sql.written);
  }

  const TableChange& change_;
  const TableText after_;
  Context& context_;
  Guard guard_;
  const std::string name_, table_;
  const bool keeps_sequence_, has_statistics_;
};

}  // namespace

void rebuild_table(const TableChange& change, const TableText& before, const TableText& wanted, std::string_view why,
                   Context& context) {
  Rebuild(change, before, wanted, context).run(why);
}

}  // namespace aludel::sqlite
