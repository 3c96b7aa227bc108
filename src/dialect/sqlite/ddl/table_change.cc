#include "dialect/sqlite/ddl/table_change.h"

#include <algorithm>
#include <map>
#include <utility>

namespace aludel::sqlite {
namespace {

struct Collect {
  TableChange& table;

  void operator()(const ModifyTable& /*change*/) const { table.options = true; }
  void operator()(const AddColumn& change) const { table.added.push_back(table.to->find_column(change.column.name)); }
  void operator()(const DropColumn& change) const {
    table.dropped.push_back(table.from->find_column(change.column.name));
  }
  void operator()(const ModifyColumn& change) const { table.modified.push_back(&change); }
  void operator()(const ReorderColumns& /*change*/) const { table.reordered = true; }
  void operator()(const ModifyPrimaryKey& /*change*/) const { table.primary_key = true; }
  void operator()(const AddConstraint& change) const { table.constraints.push_back({nullptr, &change.constraint}); }
  void operator()(const DropConstraint& change) const { table.constraints.push_back({&change.constraint, nullptr}); }
  void operator()(const ReplaceConstraint& change) const { table.constraints.push_back({&change.from, &change.to}); }
  void operator()(const AddIndex& change) const { table.indexes.push_back({nullptr, &change.index}); }
  void operator()(const DropIndex& change) const { table.indexes.push_back({&change.index, nullptr}); }
  void operator()(const ReplaceIndex& change) const { table.indexes.push_back({&change.from, &change.to}); }
  // Of a table that comes or goes, or of none.
  void operator()(const AddTable& /*change*/) const {}
  void operator()(const DropTable& /*change*/) const {}
  void operator()(const RenameTable& /*change*/) const {}
  void operator()(const RenameColumn& /*change*/) const {}
  void operator()(const AddDefinition& /*change*/) const {}
  void operator()(const DropDefinition& /*change*/) const {}
  void operator()(const ReplaceDefinition& /*change*/) const {}
  void operator()(const RenameDefinition& /*change*/) const {}
  void operator()(const RenameValue& /*change*/) const {}
};

}  // namespace

bool collation_changes(const TableChange& change, const std::vector<KeyPart>& parts) {
  return std::any_of(change.modified.begin(), change.modified.end(), [&](const ModifyColumn* column) {
    return column->changes(ColumnPart::kCollation) && std::any_of(parts.begin(), parts.end(), [&](const KeyPart& part) {
             return part.column == column->from.name;
           });
  });
}

std::vector<TableChange> group_by_table(const Schema& from, const Schema& to, const Changes& changes) {
  std::map<Identifier, TableChange> tables;
  for (const Change& change : changes) {
    const Identifier& name = table_of(change);
    const Table* before = from.find_table(name);
    const Table* after = to.find_table(name);
    if (before == nullptr || after == nullptr) continue;
    TableChange& table = tables[name];
    table.from = before;
    table.to = after;
    table.changes.push_back(&change);
    std::visit(Collect{table}, change);
  }
  std::vector<TableChange> result;
  result.reserve(tables.size());
  for (auto& [name, table] : tables) result.push_back(std::move(table));
  return result;
}

}  // namespace aludel::sqlite
