#include "dialect/postgresql/names.h"

namespace aludel::postgresql {
namespace {

std::string quoted(std::string_view text, char with) {
  std::string result(1, with);
  for (const char c : text) {
    result += c;
    if (c == with) result += c;
  }
  return result += with;
}

}  // namespace

std::string quoted_name(std::string_view name) { return quoted(name, '"'); }

// With a backslash the text needs the form that means the same whatever standard_conforming_strings says.
std::string quoted_text(std::string_view text) {
  if (text.find('\\') == std::string_view::npos) return quoted(text, '\'');
  std::string escaped;
  for (const char c : text) {
    escaped += c;
    if (c == '\\') escaped += c;
  }
  return "E" + quoted(escaped, '\'');
}

std::string unquoted_text(std::string_view literal) {
  if (literal.size() < 2 || literal.front() != '\'' || literal.back() != '\'') return std::string(literal);
  std::string text;
  for (std::size_t i = 1; i + 1 < literal.size(); ++i) {
    text += literal[i];
    if (literal[i] == '\'' && literal[i + 1] == '\'') ++i;
  }
  return text;
}

std::string array_literal(const std::vector<std::string>& words) {
  std::string text = "{";
  for (const std::string& word : words) {
    text += text.size() > 1 ? ",\"" : "\"";
    for (const char c : word) {
      if (c == '"' || c == '\\') text += '\\';
      text += c;
    }
    text += '"';
  }
  return text += '}';
}

std::string numbered(std::string_view sql) {
  std::string text;
  std::size_t count = 0;
  char quote = 0;
  for (const char c : sql) {
    if (quote == 0 && c == '?') {
      text += '$' + std::to_string(++count);
      continue;
    }
    if (quote == 0 && (c == '\'' || c == '"')) {
      quote = c;
    } else if (c == quote) {
      quote = 0;
    }
    text += c;
  }
  return text;
}

}  // namespace aludel::postgresql
