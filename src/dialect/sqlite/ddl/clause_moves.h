// Which clauses of a table's text go, come, and take each other's place as the table changes.
#pragma once

#include <set>
#include <vector>

#include "dialect/sqlite/ddl/clauses.h"
#include "dialect/sqlite/ddl/table_change.h"

namespace aludel::sqlite {

class ClauseMoves {
 public:
  // The texts must outlive it: it refers to their clauses.
  ClauseMoves(const TableText& from, const TableText& to, const TableChange& change);

  // Clauses of `from` that do not stay -> the one of `to` that takes its place, or null.
  [[nodiscard]] const Partners& going() const { return going_; }
  // Clauses of `to` that are new -> the one whose place it takes, or null.
  [[nodiscard]] const Partners& coming() const { return coming_; }
  // Clauses of columns that come, which stand elsewhere in the table already.
  [[nodiscard]] const std::set<const ClauseText*>& stripped() const { return stripped_; }
  // Of each change of a constraint: whether it comes in the declaration of a new column.
  [[nodiscard]] const std::vector<bool>& in_new_column() const { return in_new_column_; }
  // Whether a CHECK that stays stands in the declaration of a column that goes.
  [[nodiscard]] bool loses_check() const { return loses_check_; }

 private:
  void change_column(const ModifyColumn& change);
  void change_slot(const ColumnText& before, const ColumnText& after, ClauseKind slot);
  [[nodiscard]] bool key_is_read_anew() const;
  void change_key_column(const ColumnText& before);
  void change_place(const Place& before, const Place& after);
  void read_unique_anew();
  void move_checks();
  void follow_deferrable();
  void replace(const ClauseText* before, const ClauseText* after);
  [[nodiscard]] std::vector<const Constraint*> changed(const Constraint* Replacement<Constraint>::*side) const;

  const TableText& from_;
  const TableText& to_;
  const TableChange& change_;
  Partners going_;
  Partners coming_;
  std::set<const ClauseText*> stripped_;
  std::vector<bool> in_new_column_;
  bool loses_check_ = false;
};

}  // namespace aludel::sqlite
