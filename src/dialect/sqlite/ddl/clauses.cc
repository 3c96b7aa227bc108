#include "dialect/sqlite/ddl/clauses.h"

#include <algorithm>
#include <variant>

#include "dialect/sqlite/names.h"
#include "dialect/sqlite/normal.h"
#include "dialect/sqlite/read_table.h"
#include "dialect/sqlite/tokens.h"

namespace aludel::sqlite {
namespace {

std::vector<std::string> names_of(const std::vector<KeyText>& parts, const ColumnText* column) {
  if (parts.empty() && column != nullptr) return {folded(column->name)};
  std::vector<std::string> names;
  names.reserve(parts.size());
  for (const KeyText& part : parts) names.push_back(folded(part.column));
  return names;
}

std::vector<std::string> keys_of(const std::vector<Identifier>& columns) {
  std::vector<std::string> keys;
  keys.reserve(columns.size());
  for (const Identifier& column : columns) keys.push_back(column.key);
  return keys;
}

std::string action_of(const std::string& words) { return words == "NO ACTION" ? "" : words; }

std::string conflict_of(const ClauseText& clause) { return clause.conflict == "ABORT" ? "" : clause.conflict; }
std::string conflict_of(const Clauses& clauses) {
  const auto found = clauses.find("on conflict");
  return found == clauses.end() ? std::string() : found->second;
}

struct Makes {
  const TableText& text;
  const Table& table;
  const ColumnText* column;
  const ClauseText& clause;

  bool operator()(const UniqueConstraint& unique) const {
    if (clause.kind != ClauseKind::kUnique || conflict_of(clause) != conflict_of(unique.clauses)) return false;
    if (column != nullptr) {
      const KeyPart& part = unique.parts.front();
      return unique.parts.size() == 1 && part.column.key == folded(column->name) && !part.descending &&
             part.collation.empty();
    }
    return std::equal(clause.columns.begin(), clause.columns.end(), unique.parts.begin(), unique.parts.end(),
                      [&](const KeyText& written, const KeyPart& part) {
                        return folded(written.column) == part.column.key && written.descending == part.descending &&
                               key_collation(written.collation, *table.find_column(part.column)) == part.collation;
                      });
  }
  bool operator()(const CheckConstraint& check) const {
    return clause.kind == ClauseKind::kCheck && conflict_of(clause) == conflict_of(check.clauses) &&
           expression_text(text.text(clause.expression), names_in(table)) == check.expression;
  }
  bool operator()(const ForeignKey& key) const {
    return clause.kind == ClauseKind::kForeignKey && names_of(clause.columns, column) == keys_of(key.columns) &&
           folded(clause.parent) == key.parent.key &&
           names_of(clause.parent_columns, nullptr) == keys_of(key.parent_columns) &&
           action_of(clause.on_delete) == action_of(key.on_delete) &&
           action_of(clause.on_update) == action_of(key.on_update) &&
           (clause.match == "SIMPLE" ? "" : clause.match) == key.match &&
           (clause.deferrable == "deferrable initially deferred") == (key.clauses.count("deferrable") != 0);
  }
};

template <typename Visit>
void each_clause(const TableText& table, const Visit& visit) {
  for (const ColumnText& column : table.columns) {
    for (const ClauseText& clause : column.clauses) visit(&column, clause);
  }
  for (const ClauseText& clause : table.constraints) visit(static_cast<const ColumnText*>(nullptr), clause);
}

}  // namespace

Place find_constraint(const TableText& text, const Table& table, const Constraint& constraint, const Partners& taken) {
  Place place;
  each_clause(text, [&](const ColumnText* column, const ClauseText& clause) {
    if (place.clause != nullptr || taken.count(&clause) != 0) return;
    if (folded(clause.name) != name_of(constraint).key) return;
    if (std::visit(Makes{text, table, column, clause}, constraint)) place = {column, &clause};
  });
  return place;
}

Place find_primary_key(const TableText& table) {
  Place place;
  each_clause(table, [&](const ColumnText* column, const ClauseText& clause) {
    if (clause.kind == ClauseKind::kPrimaryKey) place = {column, &clause};
  });
  return place;
}

const ColumnText* find_column(const TableText& table, const Identifier& column) {
  const auto found = std::find_if(table.columns.begin(), table.columns.end(),
                                  [&](const ColumnText& one) { return folded(one.name) == column.key; });
  return found == table.columns.end() ? nullptr : &*found;
}

std::vector<std::string> automatic_indexes(const TableText& table) {
  std::vector<std::string> keys;
  each_clause(table, [&](const ColumnText* column, const ClauseText& clause) {
    if (clause.kind != ClauseKind::kPrimaryKey && clause.kind != ClauseKind::kUnique) return;
    keys.push_back((column == nullptr ? "" : folded(column->name)) + " " + normalised(table.text(clause.all)));
  });
  return keys;
}

}  // namespace aludel::sqlite
