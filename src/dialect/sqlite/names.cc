#include "dialect/sqlite/names.h"

#include <algorithm>
#include <iterator>

#include <sqlite3.h>

namespace aludel::sqlite {
namespace {

// Sorted. Besides keywords that are never names: values, the words of joins, and those that SQLite tells from names by
// what follows them.
constexpr std::string_view kReserved[] = {
    "add",         "all",        "alter",   "and",          "as",           "autoincrement",
    "between",     "case",       "cast",    "check",        "collate",      "commit",
    "constraint",  "create",     "cross",   "current_date", "current_time", "current_timestamp",
    "default",     "deferrable", "delete",  "distinct",     "drop",         "else",
    "escape",      "except",     "exists",  "false",        "filter",       "foreign",
    "from",        "full",       "group",   "having",       "in",           "index",
    "indexed",     "inner",      "insert",  "intersect",    "into",         "is",
    "isnull",      "join",       "left",    "limit",        "natural",      "not",
    "nothing",     "notnull",    "null",    "on",           "or",           "order",
    "outer",       "over",       "primary", "raise",        "references",   "returning",
    "right",       "select",     "set",     "table",        "then",         "to",
    "transaction", "true",       "union",   "unique",       "update",       "using",
    "values",      "when",       "where",   "window",
};

bool is_boolean(std::string_view name) { return folded(name) == "true" || folded(name) == "false"; }

}  // namespace

std::string folded(std::string_view name) {
  std::string key(name);
  for (char& c : key) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return key;
}

bool is_plain_word(std::string_view text) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  return !text.empty() && letter(text.front()) &&
         std::all_of(text.begin(), text.end(), [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

std::string name_sql(std::string_view name) {
  const bool keyword = sqlite3_keyword_check(name.data(), static_cast<int>(name.size())) != 0 || is_boolean(name);
  if (is_plain_word(name) && !keyword) return std::string(name);
  std::string quoted(1, '"');
  for (const char c : name) quoted.append(c == '"' ? 2 : 1, c);
  return quoted += '"';
}

bool is_reserved(std::string_view word) { return std::binary_search(std::begin(kReserved), std::end(kReserved), word); }

}  // namespace aludel::sqlite
