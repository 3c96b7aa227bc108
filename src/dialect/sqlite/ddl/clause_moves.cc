#include "dialect/sqlite/ddl/clause_moves.h"

#include <algorithm>
#include <utility>

#include "dialect/sqlite/names.h"

namespace aludel::sqlite {
namespace {

// The word NULL stands where NOT NULL would.
ClauseKind slot_of(const ClauseText& clause) {
  const bool word = clause.kind == ClauseKind::kNull && clause.name_span.empty() && clause.deferrable.empty();
  return word ? ClauseKind::kNotNull : clause.kind;
}

const ClauseText* last_of(const ColumnText& column, ClauseKind slot) {
  const ClauseText* found = nullptr;
  for (const ClauseText& clause : column.clauses) {
    if (slot_of(clause) == slot) found = &clause;
  }
  return found;
}

std::vector<ClauseKind> changed_slots(const ModifyColumn& change) {
  std::vector<ClauseKind> slots;
  if (change.changes(ColumnPart::kNotNull) || change.changes(ColumnPart::kClauses))
    slots.push_back(ClauseKind::kNotNull);
  if (change.changes(ColumnPart::kDefault)) slots.push_back(ClauseKind::kDefault);
  if (change.changes(ColumnPart::kCollation)) slots.push_back(ClauseKind::kCollate);
  if (change.changes(ColumnPart::kGenerated)) slots.push_back(ClauseKind::kGenerated);
  return slots;
}

bool is_in_key(const Table& table, const Identifier& column) {
  return table.primary_key && std::any_of(table.primary_key->parts.begin(), table.primary_key->parts.end(),
                                          [&](const KeyPart& part) { return part.column == column; });
}

bool holds(const std::vector<const Column*>& columns, const ColumnText* text) {
  return text != nullptr && std::any_of(columns.begin(), columns.end(),
                                        [&](const Column* column) { return column->name.key == folded(text->name); });
}

const ClauseText* deferrable_of(const TableText& text, const ClauseText* key) {
  if (key->kind != ClauseKind::kForeignKey) return nullptr;
  for (const ColumnText& column : text.columns) {
    bool behind = false;
    for (const ClauseText& clause : column.clauses) {
      if (clause.kind == ClauseKind::kForeignKey) behind = &clause == key;
      if (behind && clause.kind == ClauseKind::kNull && !clause.deferrable.empty()) return &clause;
    }
  }
  return nullptr;
}

struct Kept {
  const Constraint* constraint;
  Place place;
};

// The constraints of a kind that do not change, on one side.
template <typename Kind>
std::vector<Kept> kept(const TableText& text, const Table& table, std::vector<const Constraint*> changed,
                       Partners taken) {
  std::vector<Kept> kept;
  for (const Constraint& constraint : table.constraints) {
    if (!std::holds_alternative<Kind>(constraint)) continue;
    const auto change = std::find_if(changed.begin(), changed.end(),
                                     [&](const Constraint* one) { return one != nullptr && *one == constraint; });
    if (change != changed.end()) {
      changed.erase(change);
      continue;
    }
    const Place place = find_constraint(text, table, constraint, taken);
    if (place.clause == nullptr) continue;
    taken[place.clause] = nullptr;
    kept.push_back({&constraint, place});
  }
  return kept;
}

}  // namespace

ClauseMoves::ClauseMoves(const TableText& from, const TableText& to, const TableChange& change)
    : from_(from), to_(to), change_(change) {
  for (const ModifyColumn* column : change_.modified) change_column(*column);
  for (const Replacement<Constraint>& constraint : change_.constraints) {
    const Place before =
        constraint.from == nullptr ? Place{} : find_constraint(from_, *change_.from, *constraint.from, going_);
    const Place after = constraint.to == nullptr ? Place{} : find_constraint(to_, *change_.to, *constraint.to, coming_);
    change_place(before, after);
    in_new_column_.push_back(holds(change_.added, after.column));
  }
  if (key_is_read_anew()) {
    change_place(find_primary_key(from_), find_primary_key(to_));
    for (const ColumnText& column : from_.columns) change_key_column(column);
  }
  read_unique_anew();
  follow_deferrable();
  move_checks();
}

// One side of the constraints that change.
std::vector<const Constraint*> ClauseMoves::changed(const Constraint* Replacement<Constraint>::*side) const {
  std::vector<const Constraint*> all;
  for (const Replacement<Constraint>& one : change_.constraints) all.push_back(one.*side);
  return all;
}

void ClauseMoves::change_column(const ModifyColumn& change) {
  const ColumnText* before = find_column(from_, change.from.name);
  const ColumnText* after = find_column(to_, change.to.name);
  if (before == nullptr || after == nullptr) return;
  for (const ClauseKind slot : changed_slots(change)) change_slot(*before, *after, slot);
}

void ClauseMoves::change_slot(const ColumnText& before, const ColumnText& after, ClauseKind slot) {
  const ClauseText* now = last_of(after, slot);
  for (const ClauseText& clause : before.clauses) {
    if (slot_of(clause) == slot) replace(&clause, std::exchange(now, nullptr));
  }
  if (now != nullptr) coming_[now] = nullptr;
}

// SQLite leaves out what means nothing for a key: DESC and NOT NULL of one that is the rowid, NOT NULL of one in a
// table that is STRICT or WITHOUT ROWID. As the table changes, or an INTEGER key, it may come to mean something.
bool ClauseMoves::key_is_read_anew() const {
  return change_.primary_key || change_.options ||
         (change_.from->primary_key && collation_changes(change_, change_.from->primary_key->parts)) ||
         std::any_of(change_.modified.begin(), change_.modified.end(), [&](const ModifyColumn* column) {
           const bool integer = column->from.type.normal == "integer" || column->to.type.normal == "integer";
           return integer && column->changes(ColumnPart::kType) &&
                  (is_in_key(*change_.from, column->from.name) || is_in_key(*change_.to, column->to.name));
         });
}

void ClauseMoves::change_key_column(const ColumnText& before) {
  const Identifier name(before.name, folded(before.name));
  const ColumnText* after = find_column(to_, name);
  if (after == nullptr || !(is_in_key(*change_.from, name) || is_in_key(*change_.to, name))) return;
  for (const ClauseKind slot : {ClauseKind::kNotNull, ClauseKind::kCollate}) change_slot(before, *after, slot);
}

void ClauseMoves::change_place(const Place& before, const Place& after) {
  const bool both = before.clause != nullptr && after.clause != nullptr;
  const bool in_table = before.column == nullptr && after.column == nullptr;
  const bool in_column =
      before.column != nullptr && after.column != nullptr && folded(before.column->name) == folded(after.column->name);
  if (both && (in_table || in_column)) {
    replace(before.clause, after.clause);
    return;
  }
  if (before.clause != nullptr) replace(before.clause, nullptr);
  if (after.clause != nullptr) coming_[after.clause] = nullptr;
}

// The COLLATE in a key may say what its column says. As that changes, the key that stays has to say something else.
void ClauseMoves::read_unique_anew() {
  const auto moves = [&](const Kept& one) {
    return collation_changes(change_, std::get<UniqueConstraint>(*one.constraint).parts);
  };
  auto after = kept<UniqueConstraint>(to_, *change_.to, changed(&Replacement<Constraint>::to), coming_);
  for (const Kept& before :
       kept<UniqueConstraint>(from_, *change_.from, changed(&Replacement<Constraint>::from), going_)) {
    if (!moves(before)) continue;
    const auto found = std::find_if(after.begin(), after.end(),
                                    [&](const Kept& one) { return *one.constraint == *before.constraint; });
    if (found == after.end()) continue;
    change_place(before.place, found->place);
    after.erase(found);
  }
}

// A CHECK may stand in the declaration of a column that it does not name. It stays where it is if it can; if its
// column goes, it goes where `to` has it.
void ClauseMoves::move_checks() {
  const auto before = kept<CheckConstraint>(from_, *change_.from, changed(&Replacement<Constraint>::from), going_);
  auto after = kept<CheckConstraint>(to_, *change_.to, changed(&Replacement<Constraint>::to), coming_);
  const auto take = [&](const Constraint& constraint, bool of_new_column) {
    const auto found = std::find_if(after.begin(), after.end(), [&](const Kept& check) {
      return holds(change_.added, check.place.column) == of_new_column && *check.constraint == constraint;
    });
    if (found == after.end()) return static_cast<const ClauseText*>(nullptr);
    const ClauseText* clause = found->place.clause;
    after.erase(found);
    return clause;
  };
  std::vector<const Constraint*> homeless;
  for (const Kept& check : before) {
    const bool goes = holds(change_.dropped, check.place.column);
    if (goes) homeless.push_back(check.constraint);
    if (!goes) take(*check.constraint, false);
  }
  loses_check_ = !homeless.empty();
  for (const Constraint* constraint : homeless) {
    if (take(*constraint, true) != nullptr) continue;
    if (const ClauseText* clause = take(*constraint, false)) coming_[clause] = nullptr;
  }
  for (const Kept& check : after) {
    if (holds(change_.added, check.place.column)) stripped_.insert(check.place.clause);
  }
}

void ClauseMoves::replace(const ClauseText* before, const ClauseText* after) {
  going_[before] = after;
  if (after != nullptr) coming_[after] = before;
}

// A DEFERRABLE that stands apart from its REFERENCES goes and comes with it.
void ClauseMoves::follow_deferrable() {
  for (const auto& [before, after] : Partners(going_)) {
    if (const ClauseText* apart = deferrable_of(from_, before)) going_[apart] = nullptr;
    if (after == nullptr) continue;
    if (const ClauseText* apart = deferrable_of(to_, after)) coming_[apart] = nullptr;
  }
  for (const auto& [after, before] : Partners(coming_)) {
    if (const ClauseText* apart = deferrable_of(to_, after)) coming_[apart] = nullptr;
  }
}

}  // namespace aludel::sqlite
