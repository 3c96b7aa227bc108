// What has to be done, from the changes and from what the catalogs say depends on what.
#include <algorithm>

#include "dialect/postgresql/canonical.h"
#include "dialect/postgresql/ddl/context.h"
#include "dialect/postgresql/ddl/gather.h"
#include "dialect/postgresql/ddl/parents.h"
#include "dialect/postgresql/kinds/alter.h"
#include "dialect/postgresql/kinds/kind.h"
#include "diff/lineage.h"

namespace aludel::postgresql {
namespace {

constexpr std::string_view kCollation = "collation";
constexpr std::string_view kDomain = "domain";
constexpr std::string_view kDomainConstraint = "domain constraint";
constexpr std::string_view kSequence = "sequence";

class Planner {
 public:
  Planner(const Schema& from, const Schema& to, const std::set<std::string>& anew)
      : from_(from), to_(to), gathering_(from, to, anew), work_(gathering_.work()) {}

  void run(const Changes& changes) {
    gathering_.run(changes);
    spread();
    hold_back();
    step_aside();
    for (const Definition* one : work_.off) {
      if (const Definition* again = to_.find_definition(one->kind, one->name)) work_.on.insert(again);
    }
    std::erase_if(work_.in_place,
                  [this](const auto& one) { return work_.off.contains(one.from) || is_rebuilt(*one.from); });
    std::erase_if(work_.off_late, [this](const Definition* one) { return work_.off.contains(one); });
    release_defaults();
    comments_again();
    loosen_keys();
  }

  [[nodiscard]] Work&& result() { return std::move(work_); }

  // Tables that are cut into partitions by what gets another type or is made anew; it can only be so of new ones.
  [[nodiscard]] std::set<std::string> cut_otherwise() const {
    std::set<std::string> found;
    for (const Table& table : from_.tables) {
      const auto cut = table.options.find("partition by");
      if (cut == table.options.end() || to_.find_table(table.name) == nullptr) continue;
      const auto known = work_.tables.find(table.name.key);
      const bool anew = known != work_.tables.end() && known->second.anew;
      if (!anew && is_cut_otherwise(table, {cut->second, cut->second})) found.insert(table.name.key);
    }
    return found;
  }

 private:
  TableWork& of(const Identifier& table) { return gathering_.of(table); }
  template <typename Part>
  void again(const Identifier& table, const Part& part) {
    gathering_.again(table, part);
  }

  // The server cannot hold a domain to more where its values are parts of others
  // (https://www.postgresql.org/docs/current/sql-alterdomain.html).
  void rebuild_contained() {
    const auto rebuild = [this](const Identifier& domain) {
      const Definition* old = from_.find_definition(std::string(kDomain), domain);
      if (old != nullptr && is_contained(*old)) rebuild_too(*old);
    };
    for (const auto* some : {&work_.on, &work_.off}) {
      for (const Definition* one : *some) {
        if (one->kind != kDomainConstraint) continue;
        for (const Identifier& name : one->mentions) rebuild(name);
      }
    }
    for (const Work::InPlace& one : work_.in_place) {
      if (one.to->kind == kDomain && one.statements.back().ends_with(kSetNotNull)) rebuild(one.to->name);
    }
  }
  [[nodiscard]] bool is_contained(const Definition& domain) const {
    const std::string list = spelled_name(domain) + "[]";
    const auto has_list = [&](const Table& table) {
      return std::any_of(table.columns.begin(), table.columns.end(),
                         [&](const Column& column) { return column.type.written == list; });
    };
    return std::any_of(from_.tables.begin(), from_.tables.end(), has_list) ||
           std::any_of(from_.definitions.begin(), from_.definitions.end(),
                       [&](const Definition& one) { return is_type(one) && mentions(one, domain.name); });
  }

  // Whether there are types of a collation that is made anew.
  bool rebuild_collated() {
    const std::size_t before = work_.rebuilt_types.size();
    for (const Definition* one : work_.off) {
      if (one->kind != kCollation) continue;
      for (const Definition& type : from_.definitions) {
        if (is_type(type) && mentions(type, one->name)) rebuild_too(type);
      }
    }
    return work_.rebuilt_types.size() > before;
  }

  // A type that is made anew takes its columns along, and all types that are made of it.
  void rebuild_types() {
    for (; rebuilt_ < work_.rebuilt_types.size(); ++rebuilt_) {
      const Definition* type = work_.rebuilt_types[rebuilt_].first;
      for (const Definition& other : from_.definitions) {
        if (is_type(other) && mentions(other, type->name)) rebuild_too(other);
      }
      for (const Table& table : from_.tables) retype_columns(table, *type);
    }
    for (auto& [key, work] : work_.tables) compute_again(work);
  }
  [[nodiscard]] bool is_rebuilt(const Definition& type) const {
    return std::any_of(work_.rebuilt_types.begin(), work_.rebuilt_types.end(),
                       [&](const auto& pair) { return pair.first == &type; });
  }
  void rebuild_too(const Definition& other) {
    const Definition* now = to_.find_definition(other.kind, other.name);
    if (now != nullptr && !is_rebuilt(other)) work_.rebuilt_types.emplace_back(&other, now);
  }
  void retype_columns(const Table& table, const Definition& rebuilt) {
    const std::string type = spelled_name(rebuilt);
    const Table* now = to_.find_table(table.name);
    if (now == nullptr) return;
    const Table& all = gathering_.seen_whole(table.name) ? whole_of(table) : table;
    for (const Column& column : all.columns) {
      if (column.type.written != type && column.type.written != type + "[]") continue;
      TableWork& work = of(table.name);
      if (work.to->find_column(column.name) != nullptr) work_of_column(work, column).rebuilt = &rebuilt;
    }
    const TableParts parts = parts_that_say(all, type);
    if (!parts.empty()) release(of(table.name), parts);
  }

  // No type changes under an expression that is stored.
  void compute_again(TableWork& work) {
    if (work.to == nullptr || !work.retypes()) return;
    for (const Column& column : work.from->columns) compute_again(work, column);
  }
  // Indexes and constraints go with their column, also with one that was not computed before.
  void compute_again(TableWork& work, const Column& column) {
    const Column* after = work.to->find_column(column.name);
    if (after == nullptr || !after->generated) return;
    if (column.generated) mark(work_of_column(work, column), ColumnPart::kGenerated);
    for (const Index& index : work.from->indexes) {
      if (has_part(index.parts, index.clauses, column) || index.where) again(work.to->name, index);
    }
    for (const Constraint& constraint : work.from->constraints) {
      const auto* unique = std::get_if<UniqueConstraint>(&constraint);
      const auto* check = std::get_if<CheckConstraint>(&constraint);
      const bool holds = unique != nullptr ? has_part(unique->parts, unique->clauses, column)
                                           : check != nullptr && says(check->expression, bare_name(column.name));
      if (holds && !name_of(constraint).empty()) again(work.to->name, constraint);
    }
    if (work.from->primary_key && has_part(work.from->primary_key->parts, work.from->primary_key->clauses, column))
      work.key = true;
  }

  // Columns may be its parents'.
  [[nodiscard]] bool is_cut_otherwise(const Table& table, const SqlText& cut) const {
    if (const auto work = work_.tables.find(table.name.key); work != work_.tables.end()) {
      for (const TableWork::Altered& altered : work->second.altered) {
        if ((altered.retyped() || altered.computed_again()) && says(cut, bare_name(altered.from->name))) return true;
      }
    }
    for (const Definition* one : work_.off) {
      const bool needed = std::binary_search(table.needs.begin(), table.needs.end(), one->name);
      if (needed && says(cut, spelled_name(*one))) return true;
    }
    const std::vector<Identifier> parents = parents_of(table).tables;
    return std::any_of(parents.begin(), parents.end(), [&](const Identifier& parent) {
      const Table* above = from_.find_table(parent);
      return above != nullptr && is_cut_otherwise(*above, cut);
    });
  }

  static bool mentions(const Definition& definition, const Identifier& name) {
    return std::binary_search(definition.mentions.begin(), definition.mentions.end(), name);
  }

  // Whether a table that changes is in the way of what names it, or the other way round
  // (https://www.postgresql.org/docs/current/sql-altertable.html).
  [[nodiscard]] static bool stands_in_the_way(const Definition& one, const TableWork& table) {
    const Hindrance hindrance = find_kind(one.kind)->hindrance;
    if (table.anew) return true;
    if (hindrance == Hindrance::kIndexes) return table.drops_index_in(one.sql);
    if (hindrance == Hindrance::kNewParents) return table.moved;
    if (hindrance == Hindrance::kDroppedColumns) return table.drops_columns();
    const bool compiled = hindrance == Hindrance::kAnyShape ||
                          (is_routine(one) && one.sql.written.find("BEGIN ATOMIC") != std::string::npos);
    return compiled && std::any_of(one.uses.begin(), one.uses.end(), [&](const ColumnUse& use) {
             return use.table == table.was->name && table.reshapes(use.column);
           });
  }
  [[nodiscard]] bool has_to_go(const Definition& one) const {
    for (const Identifier& name : one.mentions) {
      const auto table = work_.tables.find(name.key);
      if (table != work_.tables.end() && stands_in_the_way(one, table->second)) return true;
      if (goes(name)) return true;
    }
    return find_kind(one.kind)->hindrance == Hindrance::kIndexes &&
           std::any_of(work_.off.begin(), work_.off.end(),
                       [&](const Definition* other) { return names_index_of(*other, one); });
  }
  // Whether what is called so is dropped or made anew.
  [[nodiscard]] bool goes(const Identifier& name) const {
    return std::any_of(work_.off.begin(), work_.off.end(), [&](const Definition* one) { return one->name == name; }) ||
           std::any_of(work_.rebuilt_types.begin(), work_.rebuilt_types.end(),
                       [&](const auto& pair) { return pair.first->name == name; });
  }
  void spread() {
    for (bool more = true; more;) {
      more = false;
      rebuild_contained();
      rebuild_types();
      for (const Definition& one : from_.definitions) {
        const Kind* kind = find_kind(one.kind);
        if (kind == nullptr || kind->follows == Follows::kStays) continue;
        if (!work_.off.contains(&one) && has_to_go(one)) more = work_.off.insert(&one).second;
      }
      more = rebuild_collated() || more;
      for (const Table& table : from_.tables) more = release(table) || more;
    }
  }

  // Parts of a table that need what is made anew; of one that goes they go with it. Whether there may be some.
  bool release(const Table& table) {
    if (to_.find_table(table.name) == nullptr) return false;
    bool more = false;
    for (const Identifier& name : table.needs) {
      const auto is_it = [&](const Definition* one) { return one->name == name; };
      const auto gone = std::find_if(work_.off.begin(), work_.off.end(), is_it);
      if (gone == work_.off.end() || !released_.emplace(table.name.key, *gone).second) continue;
      more = true;
      TableWork& work = of(table.name);
      release(work, parts_that_need(work.moved ? *work.from : table, **gone));
    }
    return more;
  }
  void release(TableWork& work, const TableParts& parts) {
    for (const Constraint* check : parts.checks) {
      if (work.anew) {  // the old table keeps the others
        work.constraints_off.push_back(check);
      } else {
        again(work.from->name, *check);
      }
    }
    const auto mark_all = [&](const std::vector<const Column*>& columns, ColumnPart part) {
      for (const Column* column : columns) {
        const Column* own = work.from->find_column(column->name);
        if (work.to->find_column(column->name) != nullptr) mark(work_of_column(work, *own), part);
      }
    };
    mark_all(parts.defaults, ColumnPart::kDefault);
    mark_all(parts.collated, ColumnPart::kCollation);
    if (work.anew) return;
    for (const Index* index : parts.indexes) again(work.from->name, *index);
    for (const Column* column : parts.generated) compute_again(work, *column);
  }

  // What a table needs goes after its parts that need it, and what that needs after it; of a table that is made anew,
  // when its rows are in the new one.
  void hold_back() {
    std::set<Identifier> of_tables, of_old;
    for (const Table& table : from_.tables) {
      of_tables.insert(table.needs.begin(), table.needs.end());
      const auto work = work_.tables.find(table.name.key);
      if (work != work_.tables.end() && work->second.anew) of_old.insert(table.needs.begin(), table.needs.end());
    }
    hold_back(work_.off, std::move(of_tables), work_.held);
    hold_back(work_.off_late, std::move(of_old), work_.off_last);
  }
  static void hold_back(const std::set<const Definition*>& all, std::set<Identifier> needed,
                        std::set<const Definition*>& held) {
    for (bool more = true; more;) {
      more = false;
      for (const Definition* one : all) {
        if (!needed.contains(one->name) || !held.insert(one).second) continue;
        needed.insert(one->mentions.begin(), one->mentions.end());
        more = true;
      }
    }
  }
  void step_aside() {
    for (const Definition* one : work_.held) {
      if (one->kind == kCollation) work_.aside.insert(one);
    }
    for (const auto& [key, work] : work_.tables) {
      const auto cut = work.was->options.find("partition by");
      if (!work.anew || cut == work.was->options.end()) continue;
      for (const Definition* one : work_.held) {
        if (is_routine(*one) && says({cut->second, cut->second}, spelled_name(*one))) work_.aside.insert(one);
      }
    }
  }

  // The default of a domain lets go of what it calls, and comes again with the domain of the new schema.
  void release_defaults() {
    for (const Definition& domain : from_.definitions) {
      if (domain.kind != kDomain || !std::any_of(domain.mentions.begin(), domain.mentions.end(),
                                                 [this](const Identifier& name) { return is_called_no_more(name); }))
        continue;
      work_.without_default.push_back(&domain);
      std::erase_if(work_.in_place, [&](const auto& one) { return one.from == &domain; });
      const Definition* now = to_.find_definition(domain.kind, domain.name);
      if (now == nullptr || is_rebuilt(domain)) continue;
      std::vector<std::string> statements = alter_domain(*find_kind(kDomain), without_default(domain), *now);
      if (!statements.empty()) work_.in_place.push_back({&domain, now, std::move(statements)});
    }
  }
  [[nodiscard]] bool is_called_no_more(const Identifier& name) const {
    const auto is_it = [&](const Definition* one) {
      return one->name == name && (is_routine(*one) || one->kind == kSequence);
    };
    return std::any_of(work_.off.begin(), work_.off.end(), is_it) ||
           std::any_of(work_.off_late.begin(), work_.off_late.end(), is_it);
  }

  // A comment goes with its object.
  void comments_again() {
    for (const Definition& comment : to_.definitions) {
      if (!is_comment(comment)) continue;
      const bool again = std::any_of(comment.mentions.begin(), comment.mentions.end(), [&](const Identifier& name) {
        return goes(name) || work_.tables.contains(name.key);
      });
      if (again) work_.on.insert(&comment);
    }
  }

  // A foreign key holds on to the key that it refers to, to the partitions that have it, and to the types on both
  // sides.
  void loosen_keys() {
    std::set<std::string> changed;
    for (const auto& [name, work] : work_.tables) {
      const bool unique =
          std::any_of(work.constraints_off.begin(), work.constraints_off.end(),
                      [](const Constraint* one) { return std::holds_alternative<UniqueConstraint>(*one); });
      const bool index =
          std::any_of(work.indexes_off.begin(), work.indexes_off.end(), [](const Index* one) { return one->unique; });
      if (work.key || unique || index) changed.insert(name);
    }
    for (const Table* table : work_.old_tables) changed.insert(table->name.key);
    for (const Table& table : from_.tables) {
      const auto work = work_.tables.find(table.name.key);
      const bool moved = work != work_.tables.end() && work->second.moved;
      if (moved || to_.find_table(table.name) == nullptr) add_wholes(table, from_, changed);
    }
    for (const Table& table : from_.tables) {
      for (const Constraint& constraint : table.constraints) {
        const auto* key = std::get_if<ForeignKey>(&constraint);
        if (key == nullptr) continue;
        const bool gone = to_.find_table(table.name) == nullptr && key->parent == table.name;
        const bool loose = changed.contains(key->parent.key) || retypes(key->parent, key->parent_columns) ||
                           retypes(table.name, key->columns);
        if (!gone && loose) again(table.name, constraint);
      }
    }
  }
  [[nodiscard]] bool retypes(const Identifier& table, const std::vector<Identifier>& columns) const {
    const auto work = work_.tables.find(table.key);
    return work != work_.tables.end() && std::any_of(columns.begin(), columns.end(), [&](const Identifier& column) {
             return work->second.retypes(column);
           });
  }

  const Schema& from_;
  const Schema& to_;
  Gathering gathering_;
  Work& work_;
  std::size_t rebuilt_ = 0;                                       // of the types, whose columns are known
  std::set<std::pair<std::string, const Definition*>> released_;  // from parts of a table
};

}  // namespace

bool TableWork::drops_columns() const {
  return !dropped.empty() ||
         std::any_of(altered.begin(), altered.end(), [](const Altered& one) { return one.computed_again(); });
}
bool TableWork::retypes() const {
  return std::any_of(altered.begin(), altered.end(), [](const Altered& one) { return one.reshaped(); });
}
bool TableWork::retypes(const Identifier& column) const {
  return std::any_of(altered.begin(), altered.end(),
                     [&](const Altered& one) { return one.from->name == column && one.reshaped(); });
}
bool TableWork::reshapes(const Identifier& column) const {
  const bool goes = std::any_of(dropped.begin(), dropped.end(), [&](const Column* one) { return one->name == column; });
  return column.empty() ? reshapes() : goes || retypes(column);
}

Work plan_work(const Schema& from, const Schema& to, const Changes& changes) {
  for (std::set<std::string> anew;;) {
    Planner planner(from, to, anew);
    planner.run(changes);
    std::set<std::string> more = planner.cut_otherwise();
    if (more.empty()) return planner.result();
    anew.merge(more);
  }
}

}  // namespace aludel::postgresql
