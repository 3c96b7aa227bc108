#include "generate/facts.h"

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <string_view>
#include <utility>

namespace aludel {
namespace {

// Fields are told apart by their lengths, since any text may be in them.
std::string fact(std::initializer_list<std::string_view> fields) {
  std::string text;
  for (const std::string_view field : fields) text.append(std::to_string(field.size())).append(":").append(field);
  return text;
}

std::string_view yes(bool value) { return value ? "yes" : "no"; }

std::string text(const Clauses& clauses) {
  std::string text;
  for (const auto& [name, value] : clauses) text += fact({name, value});
  return text;
}

std::string text(const std::vector<KeyPart>& parts) {
  std::string list;
  for (const KeyPart& part : parts) {
    list +=
        fact({part.column.key, part.expression.normal, part.collation.key, yes(part.descending), text(part.clauses)});
  }
  return list;
}

std::string text(const std::vector<Identifier>& names) {
  std::string list;
  for (const Identifier& name : names) list += fact({name.key});
  return list;
}

std::string text(const std::optional<SqlText>& sql) { return sql ? fact({sql->normal}) : std::string(); }

std::string text(const std::optional<Generated>& generated) {
  return generated ? fact({generated->expression.normal, yes(generated->stored)}) : std::string();
}

struct ConstraintFact {
  std::string_view table;
  std::string operator()(const UniqueConstraint& unique) const {
    return fact({"unique", table, unique.name.key, text(unique.parts), text(unique.clauses)});
  }
  std::string operator()(const CheckConstraint& check) const {
    return fact({"check", table, check.name.key, check.expression.normal, text(check.clauses)});
  }
  std::string operator()(const ForeignKey& key) const {
    return fact({"foreign key", table, key.name.key, text(key.columns), key.parent.key, text(key.parent_columns),
                 key.on_delete, key.on_update, key.match, text(key.clauses)});
  }
};

void add_table(const Table& table, Facts& facts) {
  const std::string_view name = table.name.key;
  facts.push_back(fact({"table", name, text(table.options), table.comment}));
  for (const Column& column : table.columns) {
    facts.push_back(
        fact({"column", name, column.name.key, column.type.normal, yes(column.not_null), text(column.default_value),
              column.collation.key, text(column.generated), text(column.clauses), column.comment}));
  }
  if (const auto& key = table.primary_key) {
    facts.push_back(fact({"primary key", name, key->name.key, text(key->parts), text(key->clauses)}));
  }
  for (const Constraint& constraint : table.constraints) {
    facts.push_back(std::visit(ConstraintFact{name}, constraint));
  }
  for (const Index& index : table.indexes) {
    facts.push_back(fact(
        {"index", name, index.name.key, yes(index.unique), text(index.parts), text(index.where), text(index.clauses)}));
  }
}

}  // namespace

Facts facts_of(const Schema& schema) {
  Facts facts;
  for (const Table& table : schema.tables) add_table(table, facts);
  for (const Definition& one : schema.definitions) {
    facts.push_back(fact({one.kind, one.name.key, one.on.key, one.sql.normal}));
  }
  std::sort(facts.begin(), facts.end());
  return facts;
}

Facts without(const Facts& a, const Facts& b) {
  Facts left;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(left));
  return left;
}

Facts together(const Facts& a, const Facts& b) {
  Facts all;
  std::merge(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(all));
  return all;
}

}  // namespace aludel
