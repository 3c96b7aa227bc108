#include "dialect/sqlite/tokens.h"

#include <algorithm>
#include <cctype>

namespace aludel::sqlite {
namespace {

bool in_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$' ||
         (static_cast<unsigned char>(c) & 0x80U) != 0;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool begins_quote(char c) { return c == '\'' || c == '"' || c == '`' || c == '['; }

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

// The end of a quoted token: a doubled quote is part of it.
std::size_t quoted_end(std::string_view sql, std::size_t at) {
  const char close = sql[at] == '[' ? ']' : sql[at];
  std::size_t end = at + 1;
  while (end < sql.size()) {
    if (sql[end++] != close) continue;
    if (close == ']' || end >= sql.size() || sql[end] != close) return end;
    ++end;
  }
  return sql.size();
}

std::string quoted_token(std::string_view token) {
  if (token.front() == '\'') return std::string(token);
  std::string name = lower(unquoted(token));
  const bool plain = !name.empty() && std::all_of(name.begin(), name.end(), in_word) && !is_digit(name.front());
  return plain ? name : "\"" + name + "\"";
}

std::size_t skip_blank(std::string_view sql, std::size_t at) {
  while (at < sql.size()) {
    if (std::isspace(static_cast<unsigned char>(sql[at])) != 0) {
      ++at;
    } else if (sql.substr(at, 2) == "--") {
      at = std::min(sql.find('\n', at), sql.size());
    } else if (sql.substr(at, 2) == "/*") {
      const std::size_t close = sql.find("*/", at + 2);
      at = close == std::string_view::npos ? sql.size() : close + 2;
    } else {
      break;
    }
  }
  return at;
}

std::size_t sign_end(std::string_view sql, std::size_t at) {
  for (const std::string_view sign : {"->>", "->", "||", "<=", ">=", "<>", "!=", "==", "<<", ">>"}) {
    if (sql.substr(at, sign.size()) == sign) return at + sign.size();
  }
  return at + 1;
}

// The end of a number, whose point and exponent belong to it: `1.5e+3`, `.5`.
std::size_t number_end(std::string_view sql, std::size_t at) {
  const bool hexadecimal = sql.substr(at, 2) == "0x" || sql.substr(at, 2) == "0X";
  while (at < sql.size()) {
    const char c = sql[at];
    const bool sign = !hexadecimal && (c == 'e' || c == 'E') && at + 2 < sql.size() &&
                      (sql[at + 1] == '+' || sql[at + 1] == '-') && is_digit(sql[at + 2]);
    if (!sign && !in_word(c) && c != '.') break;
    at += sign ? 2 : 1;
  }
  return at;
}

}  // namespace

Span next_token(std::string_view sql, std::size_t from) {
  const std::size_t begin = skip_blank(sql, from);
  if (begin >= sql.size()) return {sql.size(), sql.size()};
  const char c = sql[begin];
  if (begins_quote(c)) return {begin, quoted_end(sql, begin)};
  if (is_digit(c) || (c == '.' && begin + 1 < sql.size() && is_digit(sql[begin + 1]))) {
    return {begin, number_end(sql, begin)};
  }
  if (!in_word(c)) return {begin, sign_end(sql, begin)};
  if ((c == 'x' || c == 'X') && begin + 1 < sql.size() && sql[begin + 1] == '\'') {
    return {begin, quoted_end(sql, begin + 1)};
  }
  std::size_t end = begin;
  while (end < sql.size() && in_word(sql[end])) ++end;
  return {begin, end};
}

std::string unquoted(std::string_view token) {
  if (token.empty() || !begins_quote(token.front())) return std::string(token);
  const char quote = token.front();
  const std::string_view inner = token.substr(1, token.size() >= 2 ? token.size() - 2 : 0);
  std::string name;
  for (std::size_t i = 0; i < inner.size(); ++i) {
    name += inner[i];
    if (inner[i] == quote && quote != '[') ++i;
  }
  return name;
}

Tokens tokens_of(std::string_view sql) {
  Tokens tokens;
  for (Span at = next_token(sql, 0); !at.empty(); at = next_token(sql, at.end)) {
    const std::string_view token = sql.substr(at.begin, at.size());
    tokens.push_back(begins_quote(token.front()) ? quoted_token(token) : lower(token));
  }
  return tokens;
}

std::string join(std::span<const std::string> tokens) {
  std::string text;
  for (const std::string& token : tokens) {
    if (!text.empty()) text += ' ';
    text += token;
  }
  return text;
}

std::string normalised(std::string_view sql) { return join(tokens_of(sql)); }

}  // namespace aludel::sqlite
