#include "report/sqlalchemy_type.h"

#include <algorithm>

#include <fmt/core.h>

#include "report/python_text.h"

namespace aludel {
namespace {

struct TypeClass {
  std::string_view sql;
  std::string_view python;
  int most_arguments = 0;
  bool is_text = false;  // takes a collation
};

constexpr TypeClass kTypes[] = {
    {"BIGINT", "BigInteger"},   {"BLOB", "LargeBinary"},
    {"BOOLEAN", "Boolean"},     {"CHAR", "CHAR", 1, true},
    {"CLOB", "CLOB", 0, true},  {"DATE", "Date"},
    {"DATETIME", "DateTime"},   {"DECIMAL", "DECIMAL", 2},
    {"FLOAT", "Float"},         {"INTEGER", "Integer"},
    {"JSON", "JSON"},           {"NCHAR", "NCHAR", 1, true},
    {"NUMERIC", "Numeric", 2},  {"NVARCHAR", "NVARCHAR", 1, true},
    {"REAL", "REAL"},           {"SMALLINT", "SmallInteger"},
    {"TEXT", "Text", 0, true},  {"TIME", "Time"},
    {"TIMESTAMP", "TIMESTAMP"}, {"VARCHAR", "String", 1, true},
};

bool is_number(std::string_view text) {
  return !text.empty() && text.size() <= 9 && (text.front() != '0' || text.size() == 1) &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// `30`, `10, 2`
bool are_numbers(std::string_view text, int at_most) {
  const std::size_t comma = text.find(", ");
  if (comma == std::string_view::npos) return at_most >= 1 && is_number(text);
  return at_most >= 2 && is_number(text.substr(0, comma)) && is_number(text.substr(comma + 2));
}

}  // namespace

std::optional<std::string> sqlalchemy_type(std::string_view sql, std::string_view collation) {
  const std::size_t open = sql.find('(');
  const std::string_view word = sql.substr(0, open);
  const auto* type =
      std::find_if(std::begin(kTypes), std::end(kTypes), [&](const TypeClass& known) { return known.sql == word; });
  if (type == std::end(kTypes) || (!collation.empty() && !type->is_text)) return std::nullopt;
  std::string arguments;
  if (open != std::string_view::npos) {
    if (!sql.ends_with(')')) return std::nullopt;
    arguments = sql.substr(open + 1, sql.size() - open - 2);
    if (!are_numbers(arguments, type->most_arguments)) return std::nullopt;
  }
  if (!collation.empty()) {
    arguments += (arguments.empty() ? "" : ", ") + fmt::format("collation={}", python_literal(collation));
  }
  return fmt::format("sa.{}{}", type->python, arguments.empty() ? "" : "(" + arguments + ")");
}

}  // namespace aludel
