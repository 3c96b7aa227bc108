// Parts of tables: which of them need an object, and what becomes of them.
#include <algorithm>

#include "dialect/postgresql/ddl/context.h"
#include "dialect/postgresql/names.h"
#include "diff/lineage.h"

namespace aludel::postgresql {
namespace {

constexpr std::string_view kCollation = "collation";
constexpr std::string_view kExclusion = "exclusion constraint";

bool is_part_of_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' ||
         static_cast<unsigned char>(c) >= 0x80U;
}

// An empty name: every text may.
bool may_say(const SqlText& sql, std::string_view name) { return name.empty() ? !sql.empty() : says(sql, name); }

bool needs(const Index& index, std::string_view name) {
  if (index.where && may_say(*index.where, name)) return true;
  return std::any_of(index.parts.begin(), index.parts.end(), [&](const KeyPart& part) {
    const auto opclass = part.clauses.find("operator class");
    return may_say(part.expression, name) ||
           (opclass != part.clauses.end() && may_say({opclass->second, opclass->second}, name));
  });
}

// As columns and keys name it.
std::string collation_of(const Definition& definition) { return definition.name.key.substr(kCollation.size() + 1); }

void add_collated(const Table& table, const std::string& collation, TableParts& parts) {
  const auto has_it = [&](const KeyPart& part) { return part.collation.key == collation; };
  for (const Index& index : table.indexes) {
    const bool known = std::find(parts.indexes.begin(), parts.indexes.end(), &index) != parts.indexes.end();
    if (!known && std::any_of(index.parts.begin(), index.parts.end(), has_it)) parts.indexes.push_back(&index);
  }
  for (const Column& column : table.columns) {
    if (column.collation.key == collation) parts.collated.push_back(&column);
  }
}

}  // namespace

bool says(const SqlText& sql, std::string_view name) {
  const std::string_view text = sql.written;
  for (std::size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    const bool begins = at == 0 || !is_part_of_name(name.front()) || !is_part_of_name(text[at - 1]);
    const bool ends = end == text.size() || !is_part_of_name(name.back()) || !is_part_of_name(text[end]);
    if (begins && ends) return true;
  }
  return false;
}

bool TableWork::drops_index_in(const SqlText& sql) const {
  const auto named = [&](const Identifier& name) { return says(sql, bare_name(name)); };
  return (key && from->primary_key && named(from->primary_key->name)) ||
         std::any_of(indexes_off.begin(), indexes_off.end(), [&](const Index* one) { return named(one->name); }) ||
         std::any_of(constraints_off.begin(), constraints_off.end(), [&](const Constraint* one) {
           return std::holds_alternative<UniqueConstraint>(*one) && named(name_of(*one));
         });
}

bool names_index_of(const Definition& constraint, const Definition& one) {
  if (constraint.kind != kExclusion || constraint.on != one.on) return false;
  const std::string_view named = behind_word(constraint.sql.written, "CONSTRAINT");
  return one.sql.written.ends_with(" ON" + std::string(named.substr(0, named.find(" EXCLUDE "))));
}

TableParts parts_that_say(const Table& table, std::string_view name) {
  TableParts parts;
  for (const Constraint& constraint : table.constraints) {
    const auto* check = std::get_if<CheckConstraint>(&constraint);
    const bool is_bound = name_of(constraint).empty();  // which a partition leaves with its parent
    if (check != nullptr && !is_bound && may_say(check->expression, name)) parts.checks.push_back(&constraint);
  }
  for (const Index& index : table.indexes) {
    if (needs(index, name)) parts.indexes.push_back(&index);
  }
  for (const Column& column : table.columns) {
    if (column.default_value && may_say(*column.default_value, name)) parts.defaults.push_back(&column);
    if (column.generated && may_say(column.generated->expression, name)) parts.generated.push_back(&column);
  }
  return parts;
}

TableParts parts_that_need(const Table& table, const Definition& definition) {
  const std::string name = spelled_name(definition);
  TableParts own = parts_that_say(table, name);
  if (definition.kind == kCollation) {
    add_collated(table, collation_of(definition), own);
    return own;
  }
  if (!own.empty() || !parts_that_say(whole_of(table), name).empty()) return own;
  return parts_that_say(table, {});
}

std::string bare_name(const Identifier& name) { return name.key.substr(1, name.key.size() - 2); }

bool has_part(const std::vector<KeyPart>& parts, const Clauses& clauses, const Column& column) {
  const auto include = clauses.find("include");
  return (include != clauses.end() && says({include->second, include->second}, column_sql(column.name))) ||
         std::any_of(parts.begin(), parts.end(),
                     [&](const KeyPart& part) { return part.column == column.name || !part.expression.empty(); });
}

// One that goes and one that comes, and no other like them.
void rename_indexes(TableWork& work) {
  const std::vector<const Index*> off = work.indexes_off;
  for (const Index* old : off) {
    const auto like = [&](const Index* one) { return one != nullptr && same_but_for_name(*one, *old); };
    if (std::count_if(off.begin(), off.end(), like) != 1) continue;
    if (std::count_if(work.indexes_on.begin(), work.indexes_on.end(), like) != 1) continue;
    const auto now = std::find_if(work.indexes_on.begin(), work.indexes_on.end(), like);
    work.renamed_indexes[old] = *now;
    work.indexes_on.erase(now);
    std::erase(work.indexes_off, old);
  }
}

TableWork::Altered& work_of_column(TableWork& work, const Column& column) {
  const auto found = std::find_if(work.altered.begin(), work.altered.end(),
                                  [&](const TableWork::Altered& altered) { return altered.from == &column; });
  if (found != work.altered.end()) return *found;
  return work.altered.emplace_back(TableWork::Altered{&column, work.to->find_column(column.name), 0, nullptr});
}

void mark(TableWork::Altered& column, ColumnPart part) { column.parts |= static_cast<std::uint8_t>(part); }

}  // namespace aludel::postgresql
