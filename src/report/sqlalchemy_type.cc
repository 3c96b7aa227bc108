#include "report/sqlalchemy_type.h"

#include <algorithm>

#include <fmt/core.h>

#include "report/python_text.h"

namespace aludel {
namespace {

constexpr TypeClass kTypes[] = {
    {"BIGINT", "sa.BigInteger"},   {"BLOB", "sa.LargeBinary"},
    {"BOOLEAN", "sa.Boolean"},     {"CHAR", "sa.CHAR", 1, true},
    {"CLOB", "sa.CLOB", 0, true},  {"DATE", "sa.Date"},
    {"DATETIME", "sa.DateTime"},   {"DECIMAL", "sa.DECIMAL", 2},
    {"FLOAT", "sa.Float"},         {"INTEGER", "sa.Integer"},
    {"JSON", "sa.JSON"},           {"NCHAR", "sa.NCHAR", 1, true},
    {"NUMERIC", "sa.Numeric", 2},  {"NVARCHAR", "sa.NVARCHAR", 1, true},
    {"REAL", "sa.REAL"},           {"SMALLINT", "sa.SmallInteger"},
    {"TEXT", "sa.Text", 0, true},  {"TIME", "sa.Time"},
    {"TIMESTAMP", "sa.TIMESTAMP"}, {"VARCHAR", "sa.String", 1, true},
};

bool is_number(std::string_view text) {
  return !text.empty() && text.size() <= 9 && (text.front() != '0' || text.size() == 1) &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// `10,2`, with another comma perhaps, as Python; nothing: they are no numbers, or too many.
std::optional<std::string> number_arguments(std::string_view list, std::string_view comma, int at_most) {
  const std::size_t end = list.find(comma);
  const std::string_view first = list.substr(0, end);
  if (at_most < 1 || !is_number(first)) return std::nullopt;
  if (end == std::string_view::npos) return std::string(first);
  const std::string_view second = list.substr(end + comma.size());
  if (at_most < 2 || !is_number(second)) return std::nullopt;
  return fmt::format("{}, {}", first, second);
}

}  // namespace

std::optional<std::string> class_among(std::span<const TypeClass> known, std::string_view sql, std::string_view comma,
                                       std::string_view collation) {
  const std::size_t open = sql.find('(');
  const std::string_view word = sql.substr(0, open);
  const auto type = std::find_if(known.begin(), known.end(), [&](const TypeClass& one) { return one.sql == word; });
  if (type == known.end() || (!collation.empty() && !type->is_text)) return std::nullopt;
  std::string arguments;
  if (open != std::string_view::npos) {
    if (!sql.ends_with(')')) return std::nullopt;
    auto numbers = number_arguments(sql.substr(open + 1, sql.size() - open - 2), comma, type->most_arguments);
    if (!numbers) return std::nullopt;
    arguments = *std::move(numbers);
  }
  if (!collation.empty())
    arguments += (arguments.empty() ? "" : ", ") + fmt::format("collation={}", python_literal(collation));
  return fmt::format("{}{}", type->python, arguments.empty() ? "" : "(" + arguments + ")");
}

std::optional<std::string> sqlalchemy_type(std::string_view sql, std::string_view collation) {
  return class_among(kTypes, sql, ", ", collation);
}

}  // namespace aludel
