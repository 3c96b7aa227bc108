// What has to be done, from the changes and from what the catalogs say depends on what.
#include <algorithm>
#include <tuple>

#include "dialect/postgresql/canonical.h"
#include "dialect/postgresql/ddl/context.h"
#include "dialect/postgresql/ddl/parents.h"
#include "dialect/postgresql/kinds/kind.h"
#include "diff/lineage.h"

namespace aludel::postgresql {
namespace {

constexpr std::uint8_t kRetyping = static_cast<std::uint8_t>(ColumnPart::kType) |
                                   static_cast<std::uint8_t>(ColumnPart::kCollation) |
                                   static_cast<std::uint8_t>(ColumnPart::kGenerated);

class Planner {
 public:
  Planner(const Schema& from, const Schema& to) : from_(from), to_(to), lineage_(lineage_of(from, to)) {}

  Work run(const Changes& changes) {
    for (const Change& change : changes) collect(change);
    for (auto& [key, work] : work_.tables) rename_indexes(work);
    for (const std::string& key : lineage_.moved) move(from_table(key));
    for (const std::string& key : lineage_.anew) make_anew(of(from_table(key).name));
    rebuild_types();
    for (auto& [key, work] : work_.tables) compute_again(work);
    spread();
    for (const Definition* one : work_.off) {
      if (const Definition* again = to_.find_definition(one->kind, one->name)) work_.on.insert(again);
    }
    std::erase_if(work_.in_place, [this](const auto& one) { return work_.off.contains(one.from); });
    std::erase_if(work_.off_late, [this](const Definition* one) { return work_.off.contains(one); });
    comments_again();
    loosen_keys();
    return std::move(work_);
  }

 private:
  TableWork& of(const Identifier& table) {
    TableWork& work = work_.tables[table.key];
    if (work.from != nullptr || work.to != nullptr) return work;
    work.from = work.was = from_.find_table(table);
    work.to = work.now = to_.find_table(table);
    work.moved = lineage_.moved.contains(table.key);
    work.anew = lineage_.anew.contains(table.key);
    if (work.moved || work.anew) {
      work.from = &whole_of(*work.from);
      work.to = &whole_of(*work.to);
    }
    return work;
  }
  [[nodiscard]] const Table& from_table(const std::string& key) const { return *from_.find_table({key, key}); }

  // All of a table that is made anew comes with it, and what holds on to the old one goes first.
  void make_anew(TableWork& work) {
    TableWork fresh;
    std::tie(fresh.from, fresh.to, fresh.was, fresh.now) = std::tie(work.from, work.to, work.was, work.now);
    fresh.anew = fresh.key = true;
    work = std::move(fresh);
    for (const Index& index : work.from->indexes) work.indexes_off.push_back(&index);
    for (const Constraint& constraint : work.from->constraints) {
      if (!std::holds_alternative<CheckConstraint>(constraint)) work.constraints_off.push_back(&constraint);
    }
    for (const Constraint& constraint : work.now->constraints) {
      if (std::holds_alternative<ForeignKey>(constraint)) work.constraints_on.push_back(&constraint);
    }
    for (const Definition& one : from_.definitions) {
      if (!is_comment(one) && one.on == work.from->name) work_.off.insert(&one);
    }
  }

  // If only its parents are made anew, no change tells of it.
  void move(const Table& table) {
    TableWork& work = of(table.name);
    if (moves(*work.was, *work.now)) return;
    Changes changes;
    diff_moved(*work.was, *work.now, {}, changes);
    for (const Change& change : changes) collect(change);
  }

  void collect(const Change& change) {
    std::visit([this](const auto& one) { collect(one); }, change);
  }

  void collect(const AddTable& add) { work_.new_tables.push_back(to_.find_table(add.table.name)); }
  void collect(const DropTable& drop) { work_.old_tables.push_back(from_.find_table(drop.table.name)); }
  void collect(const RenameTable&) {}
  void collect(const RenameColumn&) {}
  void collect(const RenameDefinition&) {}
  void collect(const RenameValue&) {}
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
  void collect(const ModifyPrimaryKey& key) {
    TableWork& work = of(key.table);
    (same_but_for_name(key.from, key.to) ? work.renamed_key : work.key) = true;
  }
  void collect(const AddConstraint& add) { on(add.table, add.constraint); }
  void collect(const DropConstraint& drop) { off(drop.table, drop.constraint); }
  void collect(const ReplaceConstraint& replace) {
    if (same_but_for_name(replace.from, replace.to)) {
      TableWork& work = of(replace.table);
      work.renamed[find(work.from->constraints, replace.from)] = find(work.to->constraints, replace.to);
      return;
    }
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
  // One that goes and one that comes, and no other like them.
  static void rename_indexes(TableWork& work) {
    const std::vector<const Index*> off = work.indexes_off;
    for (const Index* old : off) {
      const auto like = [&](const Index* one) { return one != nullptr && same_but_for_name(*one, *old); };
      if (std::count_if(off.begin(), off.end(), like) != 1) continue;
      if (std::count_if(work.indexes_on.begin(), work.indexes_on.end(), like) != 1) continue;
      const auto now = std::find_if(work.indexes_on.begin(), work.indexes_on.end(), like);
      work.renamed_indexes[old] = *now;
      work.indexes_on.erase(now);
      std::erase(work.indexes_off, old);
    }
  }
  void collect(const AddDefinition& add) {
    work_.on.insert(to_.find_definition(add.definition.kind, add.definition.name));
  }
  void collect(const DropDefinition& drop) {
    const Definition* old = from_.find_definition(drop.definition.kind, drop.definition.name);
    const Kind* kind = find_kind(old->kind);
    const bool late = kind != nullptr && kind->dropped != Dropped::kFirst;
    (late ? work_.off_late : work_.off).insert(old);
  }
  void collect(const ReplaceDefinition& replace) {
    const Definition* old = from_.find_definition(replace.from.kind, replace.from.name);
    const Definition* now = to_.find_definition(replace.to.kind, replace.to.name);
    const Kind* kind = find_kind(old->kind);
    std::vector<std::string> statements;
    if (kind == nullptr) {
      statements.push_back(now->sql.written);
    } else if (kind->alter != nullptr) {
      statements = kind->alter(*kind, *old, *now);
    }
    if (!statements.empty()) {
      work_.in_place.push_back({old, now, std::move(statements)});
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
    if (const auto renamed = work.renamed.find(old); renamed != work.renamed.end()) {
      now = renamed->second;
      work.renamed.erase(renamed);
    }
    if (std::find(work.constraints_off.begin(), work.constraints_off.end(), old) != work.constraints_off.end()) return;
    work.constraints_off.push_back(old);
    if (now != nullptr) work.constraints_on.push_back(now);
  }
  void again(const Identifier& table, const Index& index) {
    TableWork& work = of(table);
    const Index* old = work.from->find_index(index.name);
    if (std::find(work.indexes_off.begin(), work.indexes_off.end(), old) != work.indexes_off.end()) return;
    work.indexes_off.push_back(old);
    if (const auto renamed = work.renamed_indexes.find(old); renamed != work.renamed_indexes.end()) {
      work.indexes_on.push_back(renamed->second);
      work.renamed_indexes.erase(renamed);
    }
    if (const Index* now = work.to->find_index(index.name)) work.indexes_on.push_back(now);
  }

  // A type that is made anew takes its columns along, and all types that are made of it.
  void rebuild_types() {
    for (std::size_t i = 0; i < work_.rebuilt_types.size(); ++i) {
      const Definition* type = work_.rebuilt_types[i].first;
      for (const Definition& other : from_.definitions) {
        if (is_type(other) && mentions(other, type->name)) rebuild_too(other);
      }
      const std::string name = spelled_name(*type);
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
    const Hindrance hindrance = find_kind(one.kind)->hindrance;
    if (table.anew || hindrance == Hindrance::kAnyShape) return true;
    if (hindrance == Hindrance::kDroppedColumns) return !table.dropped.empty();
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
        const Kind* kind = find_kind(one.kind);
        if (kind == nullptr || kind->follows == Follows::kStays) continue;
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
  Lineage lineage_;
  Work work_;
};

}  // namespace

bool TableWork::retypes() const {
  return std::any_of(altered.begin(), altered.end(),
                     [](const Altered& one) { return one.new_type || (one.parts & kRetyping) != 0; });
}

Work plan_work(const Schema& from, const Schema& to, const Changes& changes) { return Planner(from, to).run(changes); }

}  // namespace aludel::postgresql
