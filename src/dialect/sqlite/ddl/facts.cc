#include "dialect/sqlite/ddl/facts.h"

#include <algorithm>
#include <set>
#include <vector>

#include "dialect/sqlite/names.h"
#include "dialect/sqlite/read_table.h"
#include "dialect/sqlite/tokens.h"

namespace aludel::sqlite {
namespace {

bool is_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

DefaultKind number_kind(std::string_view number) {
  const char first = number.empty() ? '\0' : number.front();
  if (is_digits(number)) return DefaultKind::kInteger;
  return first == '.' || (first >= '0' && first <= '9') ? DefaultKind::kReal : DefaultKind::kExpression;
}

}  // namespace

Affinity affinity_of(const SqlText& type, bool strict) {
  const std::string word = folded(type.normal);
  const auto has = [&](std::string_view part) { return word.find(part) != std::string::npos; };
  if (strict && word == "any") return Affinity::kNone;
  if (has("int")) return Affinity::kInteger;
  if (has("char") || has("clob") || has("text")) return Affinity::kText;
  if (word.empty() || has("blob")) return Affinity::kNone;
  if (has("real") || has("floa") || has("doub")) return Affinity::kReal;
  return Affinity::kNumeric;
}

bool is_strict(const Table& table) { return table.options.count("strict") != 0; }
bool has_rowid(const Table& table) { return table.options.count("without rowid") == 0; }

bool never_null(const Column& column, const Table& table) {
  const Column* rowid = rowid_column(table);
  if (column.not_null || (rowid != nullptr && rowid->name == column.name)) return true;
  if (has_rowid(table) || !table.primary_key) return false;
  const std::vector<KeyPart>& parts = table.primary_key->parts;
  return std::any_of(parts.begin(), parts.end(), [&](const KeyPart& part) { return part.column == column.name; });
}

bool is_checkable(const ForeignKey& key, const Schema& schema) {
  const Table* parent = schema.find_table(key.parent);
  if (parent == nullptr) return schema.find_definition("view", key.parent) == nullptr;
  if (key.parent_columns.empty()) {
    return parent->primary_key && parent->primary_key->parts.size() == key.columns.size();
  }
  const std::set<Identifier> wanted(key.parent_columns.begin(), key.parent_columns.end());
  const auto is_key = [&](const std::vector<KeyPart>& parts) {
    std::set<Identifier> columns;
    for (const KeyPart& part : parts) {
      if (part.column.empty() || !part.collation.empty()) return false;
      columns.insert(part.column);
    }
    return columns == wanted && parts.size() == wanted.size();
  };
  return (parent->primary_key && is_key(parent->primary_key->parts)) ||
         std::any_of(parent->constraints.begin(), parent->constraints.end(),
                     [&](const Constraint& constraint) {
                       const auto* unique = std::get_if<UniqueConstraint>(&constraint);
                       return unique != nullptr && is_key(unique->parts);
                     }) ||
         std::any_of(parent->indexes.begin(), parent->indexes.end(),
                     [&](const Index& index) { return index.unique && !index.where && is_key(index.parts); });
}

std::string_view rowid_word(const Table& table) {
  for (const std::string_view word : {"rowid", "_rowid_", "oid"}) {
    if (table.find_column({std::string(word), std::string(word)}) == nullptr) return word;
  }
  return {};
}

DefaultKind default_kind(std::string_view value) {
  std::vector<std::string_view> tokens;
  for (Span at = next_token(value, 0); !at.empty(); at = next_token(value, at.end)) {
    tokens.push_back(value.substr(at.begin, at.size()));
  }
  const bool sign = tokens.size() == 2 && (tokens.front() == "-" || tokens.front() == "+");
  if (sign) return number_kind(tokens.back());
  // A blob may be read as `x` and a string.
  const bool blob = !tokens.empty() && folded(tokens.front()).starts_with("x") && tokens.back().back() == '\'';
  if (blob && tokens.size() <= 2) return DefaultKind::kBlob;
  if (tokens.size() != 1) return DefaultKind::kExpression;
  const std::string word = folded(tokens.front());
  if (word.front() == '\'') return DefaultKind::kText;
  if (word == "null") return DefaultKind::kNull;
  if (word == "true" || word == "false") return DefaultKind::kBoolean;
  return number_kind(word);
}

bool mentions(std::string_view sql, std::string_view word) {
  for (Span at = next_token(sql, 0); !at.empty(); at = next_token(sql, at.end)) {
    const std::string_view token = sql.substr(at.begin, at.size());
    if (folded(unquoted(token)) == word) return true;
  }
  return false;
}

}  // namespace aludel::sqlite
