#include "dialect/sqlite/ddl/literal.h"

#include <algorithm>

#include "core/error.h"
#include "dialect/sqlite/tokens.h"

namespace aludel::sqlite {
namespace {

constexpr std::string_view kMarkerLine = "\n-- migrate:";

// 'a' || char(10) || '-- migrate:b'
std::string split_literal(std::string_view literal) {
  std::string parts;
  for (std::size_t line = literal.find(kMarkerLine); line != std::string_view::npos; line = literal.find(kMarkerLine)) {
    parts.append(literal.substr(0, line)).append("' || char(10) || '");
    literal.remove_prefix(line + 1);
  }
  return parts.append(literal);
}

// What stands between two tokens: white space and comments.
std::string indented(std::string_view blank) {
  std::string text(blank);
  for (std::size_t line = text.find(kMarkerLine); line != std::string::npos; line = text.find(kMarkerLine, line)) {
    text.insert(line + 1, 1, ' ');
  }
  return text;
}

std::string safe_token(std::string_view token) {
  if (token.find(kMarkerLine) == std::string_view::npos) return std::string(token);
  if (token.front() == '\'') return "(" + split_literal(token) + ")";
  throw error(Code::kMarker, "the name {} has a line in it that begins like a section's marker", token)
      .help("rename it: no revision file can spell it");
}

}  // namespace

std::string text_sql(std::string_view text) {
  std::string literal = "'";
  for (const char c : text) literal.append(c == '\'' ? 2 : 1, c);
  return split_literal(literal += '\'');
}

std::string file_safe(std::string_view sql) {
  std::string safe;
  std::size_t end = 0;
  for (Span token = next_token(sql, 0); !token.empty(); token = next_token(sql, token.end)) {
    safe += indented(sql.substr(end, token.begin - end));
    safe += safe_token(sql.substr(token.begin, token.size()));
    end = token.end;
  }
  const std::string rest = indented(sql.substr(end));
  safe += rest;
  if (rest.find("--") != std::string::npos && rest.back() != '\n') safe += '\n';
  return safe;
}

std::string one_line(std::string_view text) {
  std::string line(text);
  std::replace_if(
      line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
  return line;
}

}  // namespace aludel::sqlite
