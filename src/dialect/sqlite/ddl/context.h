// What all parts of a migration's SQL share while it is written.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "dialect/ddl.h"
#include "dialect/sqlite/ddl/table_change.h"

namespace aludel::sqlite {

// What names of tables that are there for a while begin with: `aludel_new_`.
[[nodiscard]] std::string scratch_prefix(std::string_view purpose);

class Context {
 public:
  Context(const Schema& before, const Schema& after, const DdlOptions& given);

  const Schema& from;
  const Schema& to;
  const DdlOptions& options;
  Ddl result;
  bool foreign_keys_off = false;
  bool schema_edit = false;
  // What is checked when all tables are as they should be: a foreign key may wait for a key of a table that comes
  // later.
  struct LastCheck {
    std::string select, message;
  };
  std::vector<LastCheck> last_checks;

  // A name for a table that is there for a while only: `aludel_new_users`; no other object has it.
  [[nodiscard]] std::string scratch_name(std::string_view purpose, const Identifier& table);

  // The expression that somebody gave for rows without a value. Empty: such rows are to stop the migration. Null:
  // nobody said anything.
  [[nodiscard]] const std::string* fill(const Table& table, const Column& column) const;
  // The same, and asks if nobody said anything.
  [[nodiscard]] const std::string* ask_fill(const Table& table, const Column& column);
  // The expression that somebody gave for the values of a column that changes. Null: nobody did.
  [[nodiscard]] const std::string* conversion(const Table& table, const Column& column) const;
  [[nodiscard]] bool may_lose(const Table& table, const Column& column) const;

  void add(ScriptStatement statement) { result.script.statements.push_back(std::move(statement)); }
  void warn(std::string text, std::string object) {
    result.script.warnings.push_back({std::move(text), std::move(object)});
  }

 private:
  std::set<std::string> taken_;
};

// What changes, a line each, for a reviewer.
[[nodiscard]] std::string describe(const TableChange& change);

// Triggers of a table or a view that are the same before and after.
[[nodiscard]] std::vector<const Definition*> kept_triggers(const Context& context, const Identifier& on);

}  // namespace aludel::sqlite
