#include "schema/schema.h"

#include <algorithm>
#include <tuple>

namespace aludel {
namespace {

template <typename Range>
auto find_named(const Range& range, const Identifier& name) -> decltype(&*range.begin()) {
  const auto found = std::find_if(range.begin(), range.end(), [&](const auto& item) { return item.name == name; });
  return found == range.end() ? nullptr : &*found;
}

// A text by which constraints are put in order; equal constraints have equal ones.
std::string order_of(const std::vector<KeyPart>& parts) {
  std::string text;
  for (const KeyPart& part : parts) {
    text += part.column.key + '\1' + part.expression.normal + '\1' + part.collation.key + (part.descending ? "-" : "+");
    for (const auto& [name, value] : part.clauses) text.append(name).append("\1").append(value).append("\1");
  }
  return text;
}
std::string order_of(const Constraint& constraint) {
  struct Visitor {
    std::string operator()(const UniqueConstraint& unique) const { return order_of(unique.parts); }
    std::string operator()(const CheckConstraint& check) const { return check.expression.normal; }
    std::string operator()(const ForeignKey& key) const {
      std::string text;
      for (const Identifier& column : key.columns) text += column.key + '\1';
      text += key.parent.key + '\1';
      for (const Identifier& column : key.parent_columns) text += column.key + '\1';
      return text + key.on_delete + '\1' + key.on_update + '\1' + key.match;
    }
  };
  return std::visit(Visitor{}, constraint);
}

const Clauses& clauses_of(const Constraint& constraint) {
  return std::visit([](const auto& one) -> const Clauses& { return one.clauses; }, constraint);
}

}  // namespace

const Identifier& name_of(const Constraint& constraint) {
  return std::visit([](const auto& one) -> const Identifier& { return one.name; }, constraint);
}

const Column* Table::find_column(const Identifier& column) const { return find_named(columns, column); }
const Index* Table::find_index(const Identifier& index) const { return find_named(indexes, index); }

bool operator==(const Table& a, const Table& b) {
  if (!(a.name == b.name && a.primary_key == b.primary_key && a.constraints == b.constraints &&
        a.indexes == b.indexes && a.options == b.options && a.comment == b.comment &&
        a.columns.size() == b.columns.size())) {
    return false;
  }
  return std::all_of(a.columns.begin(), a.columns.end(), [&](const Column& column) {
    const Column* other = b.find_column(column.name);
    return other != nullptr && column == *other;
  });
}

bool same_column_order(const Table& a, const Table& b) {
  return std::equal(a.columns.begin(), a.columns.end(), b.columns.begin(), b.columns.end(),
                    [](const Column& left, const Column& right) { return left.name == right.name; });
}

const Table* Schema::find_table(const Identifier& table) const {
  const auto found = std::lower_bound(tables.begin(), tables.end(), table,
                                      [](const Table& one, const Identifier& name) { return one.name < name; });
  return found == tables.end() || found->name != table ? nullptr : &*found;
}

const Definition* Schema::find_definition(const std::string& kind, const Identifier& definition) const {
  const auto key = std::tie(kind, definition);
  const auto found =
      std::lower_bound(definitions.begin(), definitions.end(), key,
                       [](const Definition& one, const auto& wanted) { return std::tie(one.kind, one.name) < wanted; });
  return found == definitions.end() || std::tie(found->kind, found->name) != key ? nullptr : &*found;
}

void sort_parts(Table& table) {
  std::stable_sort(table.constraints.begin(), table.constraints.end(), [](const Constraint& a, const Constraint& b) {
    return std::make_tuple(a.index(), name_of(a).key, order_of(a), clauses_of(a)) <
           std::make_tuple(b.index(), name_of(b).key, order_of(b), clauses_of(b));
  });
  std::sort(table.indexes.begin(), table.indexes.end(), [](const Index& a, const Index& b) { return a.name < b.name; });
}

void sort_parts(Schema& schema) {
  for (Table& table : schema.tables) sort_parts(table);
  std::sort(schema.tables.begin(), schema.tables.end(), [](const Table& a, const Table& b) { return a.name < b.name; });
  std::sort(schema.definitions.begin(), schema.definitions.end(), [](const Definition& a, const Definition& b) {
    return std::tie(a.kind, a.name) < std::tie(b.kind, b.name);
  });
}

}  // namespace aludel
