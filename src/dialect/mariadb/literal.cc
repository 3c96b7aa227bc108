#include "dialect/mariadb/literal.h"

#include <algorithm>

#include <fmt/core.h>

namespace aludel::mariadb {
namespace {

bool is_safe(char c) { return c >= ' ' && c <= '~' && c != '\'' && c != '\\'; }

std::string text_of(const Value& value) {
  if (std::holds_alternative<std::monostate>(value)) return "NULL";
  if (const auto* number = std::get_if<std::int64_t>(&value)) return fmt::format("{}", *number);
  return literal(std::get<std::string_view>(value));
}

}  // namespace

std::string quoted_name(std::string_view name) {
  std::string quoted = "`";
  for (const char c : name) quoted.append(c == '`' ? 2 : 1, c);
  return quoted += '`';
}

std::string literal(std::string_view text) {
  if (std::all_of(text.begin(), text.end(), is_safe)) return fmt::format("'{}'", text);
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string hex = "_utf8mb4 0x";
  for (const char c : text) {
    hex += kDigits[static_cast<unsigned char>(c) >> 4];
    hex += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return hex;
}

std::string bound(std::string_view sql, Values values) {
  std::string text;
  const Value* next = values.begin();
  char quote = '\0';
  for (const char c : sql) {
    if (quote != '\0') {
      if (c == quote) quote = '\0';
    } else if (c == '`' || c == '\'') {
      quote = c;
    } else if (c == '?' && next != values.end()) {
      text += text_of(*next++);
      continue;
    }
    text += c;
  }
  return text;
}

}  // namespace aludel::mariadb
