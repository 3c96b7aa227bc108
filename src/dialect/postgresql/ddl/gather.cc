#include "dialect/postgresql/ddl/gather.h"

#include <algorithm>
#include <tuple>

#include "dialect/postgresql/canonical.h"
#include "dialect/postgresql/kinds/kind.h"
#include "diff/lineage.h"

namespace aludel::postgresql {

void Gathering::run(const Changes& changes) {
  for (const Change& change : changes) collect(change);
  for (auto& [key, work] : work_.tables) rename_indexes(work);
  for (const std::string& key : lineage_.moved) move(from_table(key));
  for (const std::string& key : lineage_.anew) make_anew(of(from_table(key).name));
}

TableWork& Gathering::of(const Identifier& table) {
  TableWork& work = work_.tables[table.key];
  if (work.from != nullptr || work.to != nullptr) return work;
  work.from = work.was = from_.find_table(table);
  work.to = work.now = to_.find_table(table);
  work.moved = lineage_.moved.contains(table.key);
  work.anew = lineage_.anew.contains(table.key);
  if (seen_whole(table)) {
    work.from = &whole_of(*work.from);
    work.to = &whole_of(*work.to);
  }
  return work;
}

const Table& Gathering::from_table(const std::string& key) const { return *from_.find_table({key, key}); }
// All of a table that is made anew comes with it, and what holds on to the old one goes first.
void Gathering::make_anew(TableWork& work) {
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
void Gathering::move(const Table& table) {
  TableWork& work = of(table.name);
  if (moves(*work.was, *work.now)) return;
  Changes changes;
  diff_moved(*work.was, *work.now, {}, changes);
  for (const Change& change : changes) collect(change);
}

void Gathering::collect(const Change& change) {
  std::visit([this](const auto& one) { collect(one); }, change);
}

void Gathering::collect(const AddTable& add) { work_.new_tables.push_back(to_.find_table(add.table.name)); }
void Gathering::collect(const DropTable& drop) { work_.old_tables.push_back(from_.find_table(drop.table.name)); }
void Gathering::collect(const RenameTable&) {}
void Gathering::collect(const RenameColumn&) {}
void Gathering::collect(const RenameDefinition&) {}
void Gathering::collect(const RenameValue&) {}
void Gathering::collect(const ReorderColumns&) {}
void Gathering::collect(const ModifyTable& modify) {
  TableWork& work = of(modify.to.name);
  work.options = modify.from.options != modify.to.options;
  work.comment = modify.from.comment != modify.to.comment;
}

void Gathering::collect(const AddColumn& add) {
  TableWork& work = of(add.table);
  work.added.push_back(work.to->find_column(add.column.name));
}

void Gathering::collect(const DropColumn& drop) {
  TableWork& work = of(drop.table);
  work.dropped.push_back(work.from->find_column(drop.column.name));
}

void Gathering::collect(const ModifyColumn& modify) {
  TableWork& work = of(modify.table);
  work.altered.push_back(
      {work.from->find_column(modify.from.name), work.to->find_column(modify.to.name), modify.parts, nullptr});
}

void Gathering::collect(const ModifyPrimaryKey& key) {
  TableWork& work = of(key.table);
  (same_but_for_name(key.from, key.to) ? work.renamed_key : work.key) = true;
}

void Gathering::collect(const AddConstraint& add) { on(add.table, add.constraint); }
void Gathering::collect(const DropConstraint& drop) { off(drop.table, drop.constraint); }
void Gathering::collect(const ReplaceConstraint& replace) {
  if (same_but_for_name(replace.from, replace.to)) {
    TableWork& work = of(replace.table);
    work.renamed[find(work.from->constraints, replace.from)] = find(work.to->constraints, replace.to);
    return;
  }
  off(replace.table, replace.from);
  on(replace.table, replace.to);
}

void Gathering::collect(const AddIndex& add) {
  TableWork& work = of(add.table);
  work.indexes_on.push_back(work.to->find_index(add.index.name));
}

void Gathering::collect(const DropIndex& drop) {
  TableWork& work = of(drop.table);
  work.indexes_off.push_back(work.from->find_index(drop.index.name));
}

void Gathering::collect(const ReplaceIndex& replace) {
  collect(DropIndex{replace.table, replace.from});
  collect(AddIndex{replace.table, replace.to});
}

void Gathering::collect(const AddDefinition& add) {
  work_.on.insert(to_.find_definition(add.definition.kind, add.definition.name));
}

void Gathering::collect(const DropDefinition& drop) {
  const Definition* old = from_.find_definition(drop.definition.kind, drop.definition.name);
  const Kind* kind = find_kind(old->kind);
  const bool late = kind != nullptr && kind->dropped != Dropped::kFirst;
  (late ? work_.off_late : work_.off).insert(old);
}

void Gathering::collect(const ReplaceDefinition& replace) {
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

const Constraint* Gathering::find(const std::vector<Constraint>& all, const Constraint& wanted) {
  const auto found = std::find(all.begin(), all.end(), wanted);
  return found == all.end() ? nullptr : &*found;
}

void Gathering::off(const Identifier& table, const Constraint& constraint) {
  TableWork& work = of(table);
  work.constraints_off.push_back(find(work.from->constraints, constraint));
}

void Gathering::on(const Identifier& table, const Constraint& constraint) {
  TableWork& work = of(table);
  work.constraints_on.push_back(find(work.to->constraints, constraint));
}

// Dropped and made again, since something in its way changes.
void Gathering::again(const Identifier& table, const Constraint& constraint) {
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

void Gathering::again(const Identifier& table, const Index& index) {
  TableWork& work = of(table);
  const Index* old = work.from->find_index(index.name);
  if (std::find(work.indexes_off.begin(), work.indexes_off.end(), old) != work.indexes_off.end()) return;
  work.indexes_off.push_back(old);
  if (const auto renamed = work.renamed_indexes.find(old); renamed != work.renamed_indexes.end()) {
    work.indexes_on.push_back(renamed->second);
    work.renamed_indexes.erase(renamed);
  }
  // Those of new parents come with them.
  if (const Index* now = work.now->find_index(index.name)) work.indexes_on.push_back(now);
}

}  // namespace aludel::postgresql
