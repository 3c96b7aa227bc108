// What has to be done, from the changes and from what the catalogs say depends on what.
#include <algorithm>
#include <tuple>

#include "dialect/postgresql/canonical.h"
#include "dialect/postgresql/ddl/context.h"

namespace aludel::postgresql {
namespace {

constexpr std::uint8_t kRetyping = static_cast<std::uint8_t>(ColumnPart::kType) |
                                   static_cast<std::uint8_t>(ColumnPart::kCollation) |
                                   static_cast<std::uint8_t>(ColumnPart::kGenerated);

bool is_one_of(const Definition& definition, std::initializer_list<std::string_view> kinds) {
  return std::find(kinds.begin(), kinds.end(), definition.kind) != kinds.end();
}

// CREATE OR REPLACE keeps parameters and result (https://www.postgresql.org/docs/current/sql-createfunction.html): all
// that stands before the language.
bool is_replaced_in_place(const Definition& from, const Definition& to) {
  if (!is_routine(from)) return false;
  const auto head = [](const Definition& one) {
    return one.sql.written.substr(0, one.sql.written.find("\n LANGUAGE "));
  };
  return head(from) == head(to);
}

bool changes_in_place(const Definition& from, const Definition& to) {
  if (is_one_of(from, {"comment", "sequence", "sequence owner", "trigger state"})) return true;
  return is_replaced_in_place(from, to) || !added_values(from, to).empty();
}

class Planner {
 public:
  Planner(const Schema& from, const Schema& to) : from_(from), to_(to) {}

  Work run(const Changes& changes) {
    for (const Change& change : changes) std::visit([this](const auto& one) { collect(one); }, change);
    rebuild_types();
    for (auto& [key, work] : work_.tables) compute_again(work);
    spread();
    for (const Definition* one : work_.off) {
      if (const Definition* again = to_.find_definition(one->kind, one->name)) work_.on.insert(again);
    }
    std::erase_if(work_.in_place, [this](const auto& pair) { return work_.off.contains(pair.first); });
    std::erase_if(work_.off_late, [this](const Definition* one) { return work_.off.contains(one); });
    comments_again();
    loosen_keys();
    return std::move(work_);
  }

 private:
  TableWork& of(const Identifier& table) {
    TableWork& work = work_.tables[table.key];
    work.from = from_.find_table(table);
    work.to = to_.find_table(table);
    return work;
  }

  void collect(const AddTable& add) { work_.new_tables.push_back(to_.find_table(add.table.name)); }
  void collect(const DropTable& drop) { work_.old_tables.push_back(from_.find_table(drop.table.name)); }
  void collect(const RenameTable&) {}
  void collect(const RenameColumn&) {}
  void collect(const ReorderColumns&) {}
  void collect(const ModifyTable& modify) {
    TableWork& work = of(modify.to.name);
    work.options = modify.from.options != modify.to.options;
    work.comment = modify.from.comment != modify.to.comment;
  }
  void collect(const AddColumn& add) {
    TableWork& work = of(add.table);
    work.added.push_back(work.to->find_column(add.column.name));
  }
  void collect(const DropColumn& drop) {
    TableWork& work = of(drop.table);
    work.dropped.push_back(work.from->find_column(drop.column.name));
  }
  void collect(const ModifyColumn& modify) {
    TableWork& work = of(modify.table);
    work.altered.push_back(
        {work.from->find_column(modify.from.name), work.to->find_column(modify.to.name), modify.parts, false});
  }
  void collect(const ModifyPrimaryKey& key) { of(key.table).key = true; }
  void collect(const AddConstraint& add) { on(add.table, add.constraint); }
  void collect(const DropConstraint& drop) { off(drop.table, drop.constraint); }
  void collect(const ReplaceConstraint& replace) {
    off(replace.table, replace.from);
    on(replace.table, replace.to);
  }
  void collect(const AddIndex& add) {
    TableWork& work = of(add.table);
    work.indexes_on.push_back(work.to->find_index(add.index.name));
  }
  void collect(const DropIndex& drop) {
    TableWork& work = of(drop.table);
    work.indexes_off.push_back(work.from->find_index(drop.index.name));
  }
  void collect(const ReplaceIndex& replace) {
    collect(DropIndex{replace.table, replace.from});
    collect(AddIndex{replace.table, replace.to});
  }
  void collect(const AddDefinition& add) {
    work_.on.insert(to_.find_definition(add.definition.kind, add.definition.name));
  }
  void collect(const DropDefinition& drop) {
    const Definition* old = from_.find_definition(drop.definition.kind, drop.definition.name);
    const bool late =
        is_type(*old) || is_one_of(*old, {"schema", "extension", "sequence", "function", "procedure", "aggregate"});
    (late ? work_.off_late : work_.off).insert(old);
  }
  void collect(const ReplaceDefinition& replace) {
    const Definition* old = from_.find_definition(replace.from.kind, replace.from.name);
    const Definition* now = to_.find_definition(replace.to.kind, replace.to.name);
    if (changes_in_place(*old, *now)) {
      work_.in_place.emplace_back(old, now);
    } else if (is_type(*old)) {
      work_.rebuilt_types.emplace_back(old, now);
    } else {
      work_.off.insert(old);
    }
  }

  static const Constraint* find(const std::vector<Constraint>& all, const Constraint& wanted) {
    const auto found = std::find(all.begin(), all.end(), wanted);
    return found == all.end() ? nullptr : &*found;
  }
  void off(const Identifier& table, const Constraint& constraint) {
    TableWork& work = of(table);
    work.constraints_off.push_back(find(work.from->constraints, constraint));
  }
  void on(const Identifier& table, const Constraint& constraint) {
    TableWork& work = of(table);
    work.constraints_on.push_back(find(work.to->constraints, constraint));
  }
  // Dropped and made again, since something in its way changes.
  void again(const Identifier& table, const Constraint& constraint) {
    TableWork& work = of(table);
    const Constraint* old = find(work.from->constraints, constraint);
    const Constraint* now = work.to == nullptr ? nullptr : find(work.to->constraints, constraint);
    if (std::find(work.constraints_off.begin(), work.constraints_off.end(), old) != work.constraints_off.end()) return;
    work.constraints_off.push_back(old);
    if (now != nullptr) work.constraints_on.push_back(now);
  }
  void again(const Identifier& table, const Index& index) {
    TableWork& work = of(table);
    const Index* old = work.from->find_index(index.name);
    if (std::find(work.indexes_off.begin(), work.indexes_off.end(), old) != work.indexes_off.end()) return;
    work.indexes_off.push_back(old);
    if (const Index* now = work.to->find_index(index.name)) work.indexes_on.push_back(now);
  }

  // A type that is made anew takes its columns along, and all types that are made of it.
  void rebuild_types() {
    for (std::size_t i = 0; i < work_.rebuilt_types.size(); ++i) {
      const Definition* type = work_.rebuilt_types[i].first;
      for (const Definition& other : from_.definitions) {
        if (is_type(other) && mentions(other, type->name)) rebuild_too(other);
      }
      const std::string name = type_name(*type);
      for (const Table& table : from_.tables) retype_columns(table, name);
    }
  }
  void rebuild_too(const Definition& other) {
    const Definition* now = to_.find_definition(other.kind, other.name);
    const bool known = std::any_of(work_.rebuilt_types.begin(), work_.rebuilt_types.end(),
                                   [&](const auto& pair) { return pair.first == &other; });
    if (now != nullptr && !known) work_.rebuilt_types.emplace_back(&other, now);
  }
  void retype_columns(const Table& table, const std::string& type) {
    const Table* now = to_.find_table(table.name);
    if (now == nullptr) return;
    const auto names = [&](const SqlText& sql) { return sql.written.find(type) != std::string::npos; };
    for (const Column& column : table.columns) {
      const Column* after = now->find_column(column.name);
      if (after == nullptr || (column.type.written != type && column.type.written != type + "[]")) continue;
      TableWork& work = of(table.name);
      const auto found = std::find_if(work.altered.begin(), work.altered.end(),
                                      [&](const auto& altered) { return altered.from == &column; });
      if (found != work.altered.end()) {
        found->new_type = true;
      } else {
        work.altered.push_back({&column, after, 0, true});
      }
    }
    if (!work_.tables.contains(table.name.key)) return;
    for (const Constraint& constraint : table.constraints) {
      const auto* check = std::get_if<CheckConstraint>(&constraint);
      if (check != nullptr && names(check->expression)) again(table.name, constraint);
    }
    for (const Index& index : table.indexes) {
      const bool in_parts = std::any_of(index.parts.begin(), index.parts.end(),
                                        [&](const KeyPart& part) { return names(part.expression); });
      if (in_parts || (index.where && names(*index.where))) again(table.name, index);
    }
  }

  // No type changes under an expression that is stored, and an index goes with its column.
  void compute_again(TableWork& work) {
    if (work.to == nullptr || !work.retypes()) return;
    for (const Column& column : work.from->columns) {
      const Column* after = work.to->find_column(column.name);
      if (after == nullptr || !column.generated || !after->generated) continue;
      const auto is_it = [&](const TableWork::Altered& altered) { return altered.from == &column; };
      const auto found = std::find_if(work.altered.begin(), work.altered.end(), is_it);
      const auto part = static_cast<std::uint8_t>(ColumnPart::kGenerated);
      if (found == work.altered.end()) {
        work.altered.push_back({&column, after, part, false});
      } else {
        found->parts |= part;
      }
      for (const Index& index : work.from->indexes) {
        const bool has_it = std::any_of(index.parts.begin(), index.parts.end(), [&](const KeyPart& one) {
          return one.column == column.name || !one.expression.empty();
        });
        if (has_it || index.where) again(work.to->name, index);
      }
    }
  }

  static bool mentions(const Definition& definition, const Identifier& name) {
    return std::binary_search(definition.mentions.begin(), definition.mentions.end(), name);
  }

  // Whether a table that changes is in the way of what names it, or the other way round
  // (https://www.postgresql.org/docs/current/sql-altertable.html).
  [[nodiscard]] bool stands_in_the_way(const Definition& one, const TableWork& table) const {
    if (!table.reshapes()) return false;
    if (is_one_of(one, {"view", "materialized view", "rule", "policy", "trigger"})) return true;
    if (is_one_of(one, {"statistics", "exclusion constraint"})) return !table.dropped.empty();
    return is_routine(one) && one.sql.written.find("BEGIN ATOMIC") != std::string::npos;
  }
  [[nodiscard]] bool has_to_go(const Definition& one) const {
    for (const Identifier& name : one.mentions) {
      const auto table = work_.tables.find(name.key);
      if (table != work_.tables.end() && stands_in_the_way(one, table->second)) return true;
      const auto is_it = [&](const Definition* other) { return other->name == name; };
      if (std::any_of(work_.off.begin(), work_.off.end(), is_it)) return true;
      if (std::any_of(work_.rebuilt_types.begin(), work_.rebuilt_types.end(),
                      [&](const auto& pair) { return is_it(pair.first); })) {
        return true;
      }
    }
    return false;
  }
  void spread() {
    for (bool more = true; more;) {
      more = false;
      for (const Definition& one : from_.definitions) {
        if (is_comment(one) || is_type(one) || is_one_of(one, {"schema", "extension", "sequence", "sequence owner"}))
          continue;
        if (!work_.off.contains(&one) && has_to_go(one)) more = work_.off.insert(&one).second;
      }
    }
  }

  // A comment goes with its object.
  void comments_again() {
    for (const Definition& comment : to_.definitions) {
      if (!is_comment(comment)) continue;
      const bool again = std::any_of(comment.mentions.begin(), comment.mentions.end(), [&](const Identifier& name) {
        const auto is_it = [&](const Definition* one) { return one->name == name; };
        return std::any_of(work_.off.begin(), work_.off.end(), is_it) || work_.tables.contains(name.key) ||
               std::any_of(work_.rebuilt_types.begin(), work_.rebuilt_types.end(),
                           [&](const auto& pair) { return is_it(pair.first); });
      });
      if (again) work_.on.insert(&comment);
    }
  }

  // A foreign key holds on to the key that it refers to, and to the types on both sides.
  void loosen_keys() {
    std::set<std::string> changed;
    for (const auto& [name, work] : work_.tables) {
      const bool unique =
          std::any_of(work.constraints_off.begin(), work.constraints_off.end(),
                      [](const Constraint* one) { return std::holds_alternative<UniqueConstraint>(*one); });
      const bool index =
          std::any_of(work.indexes_off.begin(), work.indexes_off.end(), [](const Index* one) { return one->unique; });
      if (work.key || unique || index || work.retypes()) changed.insert(name);
    }
    for (const Table* table : work_.old_tables) changed.insert(table->name.key);
    for (const Table& table : from_.tables) {
      for (const Constraint& constraint : table.constraints) {
        const auto* key = std::get_if<ForeignKey>(&constraint);
        if (key == nullptr) continue;
        const auto own = work_.tables.find(table.name.key);
        const bool retyped = own != work_.tables.end() && own->second.retypes();
        const bool gone = to_.find_table(table.name) == nullptr && key->parent == table.name;
        if (!gone && (changed.contains(key->parent.key) || retyped)) again(table.name, constraint);
      }
    }
  }

  const Schema& from_;
  const Schema& to_;
  Work work_;
};

}  // namespace

bool TableWork::retypes() const {
  return std::any_of(altered.begin(), altered.end(),
                     [](const Altered& one) { return one.new_type || (one.parts & kRetyping) != 0; });
}

Work plan_work(const Schema& from, const Schema& to, const Changes& changes) { return Planner(from, to).run(changes); }

}  // namespace aludel::postgresql
