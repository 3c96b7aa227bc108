#include "dialect/sqlite/ddl.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <fmt/core.h>

#include "dialect/sqlite/ddl/alter.h"
#include "dialect/sqlite/ddl/context.h"
#include "dialect/sqlite/ddl/guard.h"
#include "dialect/sqlite/ddl/literal.h"
#include "dialect/sqlite/ddl/table_change.h"
#include "dialect/sqlite/ddl/virtual_table.h"
#include "dialect/sqlite/names.h"
#include "schema/order.h"

namespace aludel::sqlite {
namespace {

constexpr std::string_view kView = "view";
constexpr std::string_view kTrigger = "trigger";
constexpr std::string_view kVirtualTable = "virtual table";

std::string_view noun_of(std::string_view kind) {
  return kind == kView ? "VIEW" : kind == kTrigger ? "TRIGGER" : "TABLE";
}

template <typename Visit>
void each_parent(const Table& table, const Visit& visit) {
  for (const Constraint& constraint : table.constraints) {
    const auto* key = std::get_if<ForeignKey>(&constraint);
    if (key != nullptr && key->parent != table.name) visit(key->parent);
  }
}

class Renderer {
 public:
  Renderer(const Schema& from, const Schema& to, const Changes& changes, const DdlOptions& options)
      : context_(from, to, options), tables_(group_by_table(from, to, changes)) {
    for (const Change& change : changes) std::visit([&](const auto& one) { collect(one); }, change);
    for (const Definition* view : gone_) {
      for (const Definition* trigger : kept_triggers(context_, view->name)) come_.push_back(trigger);
    }
  }

  // What goes before what comes, so that names are free; what stands on tables goes first and comes last.
  Ddl run() {
    for (const std::string_view kind : {kTrigger, kView}) drop_definitions(kind);
    drop_indexes();
    drop_definitions(kVirtualTable);
    drop_tables();
    create_tables();
    for (const TableChange& table : tables_) alter_table(table, context_);
    for (const ReplaceDefinition* table : virtual_tables_) replace_virtual_table(*table, context_);
    for (const std::string_view kind : {kVirtualTable, kView, kTrigger}) create_definitions(kind);
    check_at_last();
    Script& script = context_.result.script;
    for (ScriptStatement& statement : script.statements) statement.sql = file_safe(statement.sql);
    if (context_.foreign_keys_off) script.options = "foreign_keys:off";
    if (context_.schema_edit) script.options += script.options.empty() ? "schema_edit" : " schema_edit";
    return std::move(context_.result);
  }

 private:
  void collect(const AddTable& change) { new_tables_.push_back(&change.table); }
  void collect(const DropTable& change) { old_tables_.push_back(&change.table); }
  void collect(const AddDefinition& change) { come_.push_back(&change.definition); }
  void collect(const DropDefinition& change) { gone_.push_back(&change.definition); }
  void collect(const ReplaceDefinition& change) {
    if (change.from.kind == kVirtualTable) {
      virtual_tables_.push_back(&change);
      return;
    }
    gone_.push_back(&change.from);
    come_.push_back(&change.to);
  }
  template <typename OfTable>
  void collect(const OfTable& /*change*/) {}

  [[nodiscard]] bool comes_again(const Definition& definition) const {
    return std::any_of(come_.begin(), come_.end(), [&](const Definition* other) {
      return other->kind == definition.kind && other->name == definition.name;
    });
  }

  void drop_definitions(std::string_view kind) {
    for (const Definition* definition : gone_) {
      if (definition->kind != kind) continue;
      const std::string name = one_line(definition->name.text);
      std::string comment =
          fmt::format("drops {} `{}`{}", kind, name, comes_again(*definition) ? ", which is made anew" : "");
      if (definition->has_rows) {
        comment = fmt::format("drops table `{}` with its rows", name);
        context_.warn(comment, definition->name.text);
      }
      context_.add({fmt::format("DROP {} {}", noun_of(kind), name_sql(definition->name)), std::move(comment)});
    }
  }

  void create_definitions(std::string_view kind) {
    for (const Definition* definition : come_) {
      if (definition->kind != kind) continue;
      context_.add({definition->sql.written, fmt::format("{} `{}`", kind, one_line(definition->name.text))});
    }
  }

  void drop_indexes() {
    for (const TableChange& table : tables_) {
      for (const Replacement<Index>& index : table.indexes) {
        if (index.from == nullptr) continue;
        context_.add({fmt::format("DROP INDEX {}", name_sql(index.from->name)),
                      fmt::format("drops index `{}` of `{}`", one_line(index.from->name.text),
                                  one_line(table.from->name.text))});
      }
    }
  }

  // With foreign keys on, DROP TABLE deletes the rows first, and rows elsewhere with them
  // (https://sqlite.org/foreignkeys.html#fk_schemacommands).
  void drop_tables() {
    std::map<Identifier, std::set<Identifier>> children;
    for (const Table& table : context_.from.tables) {
      each_parent(table, [&](const Identifier& parent) { children[parent].insert(table.name); });
    }
    std::vector<const Table*> order = parents_first(old_tables_);
    std::reverse(order.begin(), order.end());
    std::set<Identifier> gone;
    for (const Table* table : order) {
      const std::string text = fmt::format("drops table `{}` with its rows", one_line(table->name.text));
      context_.warn(text, table->name.text);
      context_.add({fmt::format("DROP TABLE {}", name_sql(table->name)), text});
      gone.insert(table->name);
      for (const Identifier& child : children[table->name]) {
        if (gone.count(child) == 0) context_.foreign_keys_off = true;
      }
    }
  }

  void create_tables() {
    for (const Table* table : parents_first(new_tables_)) {
      context_.add({table->sql, fmt::format("new table `{}`", one_line(table->name.text))});
      for (const Index& index : table->indexes) context_.add({index.sql, {}});
    }
  }

  void check_at_last() {
    if (context_.last_checks.empty()) return;
    Guard guard(context_.scratch_name(Guard::kPurpose, {"foreign_keys", "foreign_keys"}));
    std::vector<ScriptStatement> checks;
    for (const Context::LastCheck& check : context_.last_checks) {
      checks.push_back(guard.stop_if(check.select, check.message));
    }
    ScriptStatement create = guard.create();
    create.comment = "checks the rows against foreign keys that are new";
    context_.add(std::move(create));
    for (ScriptStatement& check : checks) context_.add(std::move(check));
    context_.add(guard.drop());
  }

  Context context_;
  const std::vector<TableChange> tables_;
  std::vector<const Table*> new_tables_, old_tables_;
  std::vector<const Definition*> come_, gone_;
  std::vector<const ReplaceDefinition*> virtual_tables_;  // that change
};

}  // namespace

Ddl render(const Schema& from, const Schema& to, const Changes& changes, const DdlOptions& options) {
  return Renderer(from, to, changes, options).run();
}

}  // namespace aludel::sqlite
