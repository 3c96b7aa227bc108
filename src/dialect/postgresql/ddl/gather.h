// What has to be done as far as the changes say it themselves.
#pragma once

#include <set>
#include <string>

#include "dialect/postgresql/ddl/context.h"
#include "dialect/postgresql/ddl/parents.h"

namespace aludel::postgresql {

class Gathering {
 public:
  // `anew`: keys of tables that have to be made anew, besides those of which their parents tell.
  Gathering(const Schema& from, const Schema& to, const std::set<std::string>& anew)
      : from_(from), to_(to), lineage_(lineage_of(from, to, anew)) {}

  void run(const Changes& changes);

  [[nodiscard]] Work& work() { return work_; }
  // Of a table of the old schema.
  TableWork& of(const Identifier& table);
  // Whether what its parents give it is seen as its own.
  [[nodiscard]] bool seen_whole(const Identifier& table) const {
    return lineage_.moved.contains(table.key) || lineage_.anew.contains(table.key);
  }
  // Dropped and made again, since something in its way changes.
  void again(const Identifier& table, const Constraint& constraint);
  void again(const Identifier& table, const Index& index);

 private:
  const Table& from_table(const std::string& key) const;
  void make_anew(TableWork& work);
  void move(const Table& table);
  void collect(const Change& change);
  void collect(const AddTable& add);
  void collect(const DropTable& drop);
  void collect(const RenameTable&);
  void collect(const RenameColumn&);
  void collect(const RenameDefinition&);
  void collect(const RenameValue&);
  void collect(const ReorderColumns&);
  void collect(const ModifyTable& modify);
  void collect(const AddColumn& add);
  void collect(const DropColumn& drop);
  void collect(const ModifyColumn& modify);
  void collect(const ModifyPrimaryKey& key);
  void collect(const AddConstraint& add);
  void collect(const DropConstraint& drop);
  void collect(const ReplaceConstraint& replace);
  void collect(const AddIndex& add);
  void collect(const DropIndex& drop);
  void collect(const ReplaceIndex& replace);
  void collect(const AddDefinition& add);
  void collect(const DropDefinition& drop);
  void collect(const ReplaceDefinition& replace);
  static const Constraint* find(const std::vector<Constraint>& all, const Constraint& wanted);
  void off(const Identifier& table, const Constraint& constraint);
  void on(const Identifier& table, const Constraint& constraint);

  const Schema& from_;
  const Schema& to_;
  Lineage lineage_;
  Work work_;
};

}  // namespace aludel::postgresql
