#include "dialect/sqlite/ddl/table_edit.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "dialect/sqlite/ddl/body.h"
#include "dialect/sqlite/ddl/clauses.h"
#include "dialect/sqlite/names.h"
#include "dialect/sqlite/normal.h"
#include "dialect/sqlite/tokens.h"

namespace aludel::sqlite {
namespace {

// --- Editing a column

struct Edit {
  Span span;
  std::string text;
};

// Two pieces of SQL that may have stood apart.
void join(std::string& text, std::string_view piece) {
  constexpr std::string_view kApart = " \t\r\n\f(),";
  if (text.empty() || piece.empty()) {
    text += piece;
    return;
  }
  const bool apart =
      kApart.find(text.back()) != std::string_view::npos || kApart.find(piece.front()) != std::string_view::npos;
  if (!apart) text += ' ';
  text += piece;
}

std::string apply(const TableText& table, Span all, std::vector<Edit> edits) {
  std::stable_sort(edits.begin(), edits.end(), [](const Edit& a, const Edit& b) {
    return std::make_pair(a.span.begin, a.span.end) < std::make_pair(b.span.begin, b.span.end);
  });
  std::string text;
  std::size_t at = all.begin;
  for (const Edit& edit : edits) {
    join(text, table.text({at, std::max(at, edit.span.begin)}));
    join(text, edit.text);
    at = std::max(at, edit.span.end);
  }
  join(text, table.text({at, all.end}));
  return text;
}

// With the blanks before it.
Span with_blanks(const TableText& table, Span span) {
  while (span.begin > 0 && (table.sql[span.begin - 1] == ' ' || table.sql[span.begin - 1] == '\t')) --span.begin;
  return span;
}

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

// --- The whole

class Editor {
 public:
  Editor(const TableText& from, const TableText& to, const TableChange& change)
      : from_(from), to_(to), change_(change) {
    for (const ModifyColumn* column : change_.modified) change_column(*column);
    for (const Replacement<Constraint>& constraint : change_.constraints) {
      const Place before =
          constraint.from == nullptr ? Place{} : find_constraint(from_, *change_.from, *constraint.from, going_);
      const Place after =
          constraint.to == nullptr ? Place{} : find_constraint(to_, *change_.to, *constraint.to, coming_);
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

  std::string run() {
    Body body(from_);
    edit_columns(body);
    edit_constraints(body);
    const TableText& options = change_.options ? to_ : from_;
    return std::string(from_.text({0, from_.body.begin})) + body.text() + ")" +
           std::string(options.text(options.options));
  }

  [[nodiscard]] std::string new_column(const ColumnText& column) const {
    std::vector<Edit> edits;
    for (const ClauseText& clause : column.clauses) {
      if (stripped_.count(&clause) != 0) edits.push_back({with_blanks(to_, clause.all), ""});
    }
    return without_end_comment(apply(to_, column.all, std::move(edits)));
  }
  [[nodiscard]] bool loses_check() const { return loses_check_; }
  // Of each change of a constraint.
  [[nodiscard]] const std::vector<bool>& in_new_column() const { return in_new_column_; }

 private:
  void change_column(const ModifyColumn& change) {
    const ColumnText* before = find_column(from_, change.from.name);
    const ColumnText* after = find_column(to_, change.to.name);
    if (before == nullptr || after == nullptr) return;
    for (const ClauseKind slot : changed_slots(change)) change_slot(*before, *after, slot);
  }
  void change_slot(const ColumnText& before, const ColumnText& after, ClauseKind slot) {
    const ClauseText* now = last_of(after, slot);
    for (const ClauseText& clause : before.clauses) {
      if (slot_of(clause) == slot) replace(&clause, std::exchange(now, nullptr));
    }
    if (now != nullptr) coming_[now] = nullptr;
  }

  // SQLite leaves out what means nothing for a key: DESC and NOT NULL of one that is the rowid, NOT NULL of one in a
  // table that is STRICT or WITHOUT ROWID. As the table changes, or an INTEGER key, it may come to mean something.
  [[nodiscard]] bool key_is_read_anew() const {
    return change_.primary_key || change_.options ||
           (change_.from->primary_key && collation_changes(change_, change_.from->primary_key->parts)) ||
           std::any_of(change_.modified.begin(), change_.modified.end(), [&](const ModifyColumn* column) {
             const bool integer = column->from.type.normal == "integer" || column->to.type.normal == "integer";
             return integer && column->changes(ColumnPart::kType) &&
                    (is_in_key(*change_.from, column->from.name) || is_in_key(*change_.to, column->to.name));
           });
  }
  static bool is_in_key(const Table& table, const Identifier& column) {
    return table.primary_key && std::any_of(table.primary_key->parts.begin(), table.primary_key->parts.end(),
                                            [&](const KeyPart& part) { return part.column == column; });
  }
  void change_key_column(const ColumnText& before) {
    const Identifier name(before.name, folded(before.name));
    const ColumnText* after = find_column(to_, name);
    if (after == nullptr || !(is_in_key(*change_.from, name) || is_in_key(*change_.to, name))) return;
    for (const ClauseKind slot : {ClauseKind::kNotNull, ClauseKind::kCollate}) change_slot(before, *after, slot);
  }

  void change_place(const Place& before, const Place& after) {
    const bool both = before.clause != nullptr && after.clause != nullptr;
    const bool in_table = before.column == nullptr && after.column == nullptr;
    const bool in_column = before.column != nullptr && after.column != nullptr &&
                           folded(before.column->name) == folded(after.column->name);
    if (both && (in_table || in_column)) {
      replace(before.clause, after.clause);
      return;
    }
    if (before.clause != nullptr) replace(before.clause, nullptr);
    if (after.clause != nullptr) coming_[after.clause] = nullptr;
  }

  struct Kept {
    const Constraint* constraint;
    Place place;
  };
  // The constraints of a kind that do not change, on one side.
  template <typename Kind>
  static std::vector<Kept> kept(const TableText& text, const Table& table, std::vector<const Constraint*> changed,
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

  template <typename Kind>
  [[nodiscard]] std::vector<Kept> kept_before() const {
    std::vector<const Constraint*> changed;
    for (const Replacement<Constraint>& one : change_.constraints) changed.push_back(one.from);
    return kept<Kind>(from_, *change_.from, std::move(changed), going_);
  }
  template <typename Kind>
  [[nodiscard]] std::vector<Kept> kept_after() const {
    std::vector<const Constraint*> changed;
    for (const Replacement<Constraint>& one : change_.constraints) changed.push_back(one.to);
    return kept<Kind>(to_, *change_.to, std::move(changed), coming_);
  }

  static bool holds(const std::vector<const Column*>& columns, const ColumnText* text) {
    return text != nullptr && std::any_of(columns.begin(), columns.end(),
                                          [&](const Column* column) { return column->name.key == folded(text->name); });
  }

  // The COLLATE in a key may say what its column says. As that changes, the key that stays has to say something else.
  void read_unique_anew() {
    const auto moves = [&](const Kept& one) {
      return collation_changes(change_, std::get<UniqueConstraint>(*one.constraint).parts);
    };
    auto after = kept_after<UniqueConstraint>();
    for (const Kept& before : kept_before<UniqueConstraint>()) {
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
  void move_checks() {
    const auto before = kept_before<CheckConstraint>();
    auto after = kept_after<CheckConstraint>();
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

  void replace(const ClauseText* before, const ClauseText* after) {
    going_[before] = after;
    if (after != nullptr) coming_[after] = before;
  }

  // A DEFERRABLE that stands apart from its REFERENCES goes and comes with it.
  void follow_deferrable() {
    for (const auto& [before, after] : Partners(going_)) {
      if (const ClauseText* apart = deferrable_of(from_, before)) going_[apart] = nullptr;
      if (after == nullptr) continue;
      if (const ClauseText* apart = deferrable_of(to_, after)) coming_[apart] = nullptr;
    }
    for (const auto& [after, before] : Partners(coming_)) {
      if (const ClauseText* apart = deferrable_of(to_, after)) coming_[apart] = nullptr;
    }
  }
  static const ClauseText* deferrable_of(const TableText& text, const ClauseText* key) {
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

  // The clause of `candidates` in whose place `clause` of `to` stands, or that has the same words.
  [[nodiscard]] const ClauseText* counterpart(const ClauseText& clause,
                                              const std::vector<ClauseText>& candidates) const {
    const auto coming = coming_.find(&clause);
    if (coming != coming_.end()) return coming->second;
    const std::string words = normalised(to_.text(clause.all));
    const auto found = std::find_if(candidates.begin(), candidates.end(), [&](const ClauseText& one) {
      return going_.count(&one) == 0 && normalised(from_.text(one.all)) == words;
    });
    return found == candidates.end() ? nullptr : &*found;
  }
  [[nodiscard]] bool is_new(const ClauseText& clause) const {
    const auto coming = coming_.find(&clause);
    return coming != coming_.end() && coming->second == nullptr;
  }

  [[nodiscard]] const ModifyColumn* modification_of(const ColumnText& column) const {
    const auto found = std::find_if(change_.modified.begin(), change_.modified.end(),
                                    [&](const ModifyColumn* one) { return one->from.name.key == folded(column.name); });
    return found == change_.modified.end() ? nullptr : *found;
  }

  void edit_type(const ColumnText& before, const ColumnText& after, std::vector<Edit>& edits) const {
    const std::string type(to_.text(after.type));
    if (before.type.empty()) {
      edits.push_back({before.type, " " + type});
    } else if (type.empty()) {
      edits.push_back({with_blanks(from_, before.type), ""});
    } else {
      edits.push_back({before.type, type});
    }
  }

  // A comment between the type and GENERATED would become a part of the type.
  [[nodiscard]] Edit replacing_edit(const ColumnText& column, const ClauseText& before, const ClauseText& after) const {
    std::string text(to_.text(after.all));
    const bool behind_type = &before == column.clauses.data() && before.kind == ClauseKind::kGenerated;
    if (behind_type) return {{column.type.end, before.all.end}, " " + text};
    return {before.all, std::move(text)};
  }

  [[nodiscard]] std::string column_text(const ColumnText& before, const ColumnText& after) const {
    std::vector<Edit> edits;
    const ModifyColumn* change = modification_of(before);
    if (change != nullptr && change->changes(ColumnPart::kType)) edit_type(before, after, edits);
    for (const ClauseText& clause : before.clauses) {
      const auto going = going_.find(&clause);
      if (going == going_.end()) continue;
      if (going->second == nullptr) {
        edits.push_back({with_blanks(from_, clause.all), ""});
      } else {
        edits.push_back(replacing_edit(before, clause, *going->second));
      }
    }
    std::size_t place = before.type.end;
    for (const ClauseText& clause : after.clauses) {
      if (is_new(clause)) {
        edits.push_back({{place, place}, " " + std::string(to_.text(clause.all))});
      } else if (const ClauseText* anchor = counterpart(clause, before.clauses)) {
        place = anchor->all.end;
      }
    }
    return apply(from_, before.all, std::move(edits));
  }

  void edit_columns(Body& body) const {
    std::vector<std::pair<std::string, Piece>> pieces;
    for (std::size_t i = 0; i < from_.columns.size(); ++i) {
      const ColumnText& before = from_.columns[i];
      const bool dropped = std::any_of(change_.dropped.begin(), change_.dropped.end(),
                                       [&](const Column* one) { return one->name.key == folded(before.name); });
      if (dropped) continue;
      Piece piece = std::move(body.columns[i]);
      const ColumnText* after = find_column(to_, {before.name, folded(before.name)});
      if (after != nullptr) piece.text = column_text(before, *after);
      pieces.emplace_back(folded(before.name), std::move(piece));
    }
    body.columns.clear();
    for (const auto& [name, piece] : pieces) body.columns.push_back(piece);
    for (const Column* column : change_.added) {
      pieces.emplace_back(column->name.key, body.new_piece(new_column(*find_column(to_, column->name))));
    }
    if (change_.reordered) {
      const auto rank = [&](const std::string& name) {
        return std::find_if(to_.columns.begin(), to_.columns.end(),
                            [&](const ColumnText& column) { return folded(column.name) == name; });
      };
      std::stable_sort(pieces.begin(), pieces.end(),
                       [&](const auto& a, const auto& b) { return rank(a.first) < rank(b.first); });
    }
    body.columns.clear();
    for (auto& [name, piece] : pieces) body.columns.push_back(std::move(piece));
  }

  void edit_constraints(Body& body) const {
    std::vector<std::pair<const ClauseText*, Piece>> pieces;
    for (std::size_t i = 0; i < from_.constraints.size(); ++i) {
      const ClauseText& before = from_.constraints[i];
      const auto going = going_.find(&before);
      if (going != going_.end() && going->second == nullptr) continue;
      pieces.emplace_back(&before, std::move(body.constraints[i]));
      if (going != going_.end()) pieces.back().second.text = to_.text(going->second->all);
    }
    std::size_t place = 0;
    for (const ClauseText& after : to_.constraints) {
      if (is_new(after)) {
        pieces.insert(pieces.begin() + static_cast<std::ptrdiff_t>(place++),
                      {&after, body.new_piece(std::string(to_.text(after.all)))});
        continue;
      }
      const ClauseText* anchor = counterpart(after, from_.constraints);
      const auto found =
          std::find_if(pieces.begin(), pieces.end(), [&](const auto& piece) { return piece.first == anchor; });
      if (anchor != nullptr && found != pieces.end()) place = static_cast<std::size_t>(found - pieces.begin()) + 1;
    }
    body.constraints.clear();
    for (auto& [clause, piece] : pieces) body.constraints.push_back(std::move(piece));
  }

  const TableText& from_;
  const TableText& to_;
  const TableChange& change_;
  Partners going_;                        // clauses of `from` -> the one of `to` that takes its place, or null
  Partners coming_;                       // clauses of `to` -> the one whose place it takes, or null
  std::set<const ClauseText*> stripped_;  // of columns of `to` that come
  std::vector<bool> in_new_column_;
  bool loses_check_ = false;
};

}  // namespace

std::string edited_text(const TableText& from, const TableText& to, const TableChange& change) {
  return Editor(from, to, change).run();
}

std::string text_of_new_column(const TableText& from, const TableText& to, const TableChange& change,
                               const Column& column) {
  return Editor(from, to, change).new_column(*find_column(to, column.name));
}

bool loses_check(const TableText& from, const TableText& to, const TableChange& change) {
  return Editor(from, to, change).loses_check();
}

TableChange without_new_columns(const TableText& from, const TableText& to, const TableChange& change) {
  const std::vector<bool> in_new_column = Editor(from, to, change).in_new_column();
  TableChange rest = change;
  rest.added.clear();
  rest.constraints.clear();
  for (std::size_t i = 0; i < change.constraints.size(); ++i) {
    const Replacement<Constraint>& one = change.constraints[i];
    if (!in_new_column[i]) {
      rest.constraints.push_back(one);
    } else if (one.from != nullptr) {
      rest.constraints.push_back({one.from, nullptr});
    }
  }
  return rest;
}

std::string renamed_text(const TableText& table, std::string_view name) {
  return "CREATE TABLE " + name_sql(name) + table.sql.substr(table.name_span.end);
}

}  // namespace aludel::sqlite
