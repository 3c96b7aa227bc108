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
  const bool escaped = literal.starts_with("E'");
  std::string_view quoted = literal.substr(escaped ? 1 : 0);
  if (quoted.size() < 2 || quoted.front() != '\'' || quoted.back() != '\'') return std::string(literal);
  std::string text;
  for (std::size_t i = 1; i + 1 < quoted.size(); ++i) {
    if (escaped && quoted[i] == '\\') ++i;
    text += quoted[i];
    if (quoted[i] == '\'' && quoted[i + 1] == '\'') ++i;
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
  constexpr std::string_view kWhere = " WHERE ";
  constexpr std::string_view kWhen = " WHEN ";
  constexpr std::string_view kEquals = " = ", kCount = "count(";
  std::string text;
  std::size_t count = 0;
  char quote = 0;
  bool compares = false;  // before WHERE or WHEN it gives values
  for (std::size_t at = 0; at < sql.size(); ++at) {
    const char c = sql[at];
    if (quote == 0 && c == '?') {
      text += '$' + std::to_string(++count);
      continue;
    }
    const std::string_view rest = sql.substr(at);
    if (quote == 0 && (rest.starts_with(kWhere) || rest.starts_with(kWhen))) compares = true;
    const bool counted = at > 0 && sql[at - 1] == ')';
    if (quote == 0 && rest.starts_with(kEquals) && (counted || (compares && rest.substr(kEquals.size(), 1) == "?"))) {
      text += " OPERATOR(pg_catalog.=) ";
      at += kEquals.size() - 1;
      continue;
    }
    if (quote == 0 && rest.starts_with(kCount)) text += "pg_catalog.";
    if (quote == 0 && (c == '\'' || c == '"')) {
      quote = c;
    } else if (c == quote) {
      quote = 0;
    }
    text += c;
  }
  return text;
}

std::string in_schema(std::string_view sql, std::string_view schema, const std::vector<std::string>& tables) {
  std::string text(sql);
  if (schema.empty()) return text;
  const std::string before = quoted_name(schema) + '.';
  for (const std::string& table : tables) {
    const std::string name = quoted_name(table);
    for (std::size_t at = text.find(name); at != std::string::npos;
         at = text.find(name, at + before.size() + name.size()))
      text.insert(at, before);
  }
  return text;
}

namespace {

constexpr std::string_view kPublic = "public";

// A part that is read back as it is, quotes or none.
std::string shown_part(std::string_view part) {
  return part.empty() || part.find_first_of(".\"") != std::string_view::npos ? quoted_name(part) : std::string(part);
}

// The parts of `a."b.c".d`; text that is no such thing is one part.
std::vector<std::string> parts_of(std::string_view text) {
  std::vector<std::string> parts(1);
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
      parts.back() += c;
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == '.' && !quoted) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

}  // namespace

Identifier simple_name(std::string_view name) { return {shown_part(name), quoted_name(name)}; }

Identifier qualified_name(std::string_view schema, std::string_view name) {
  if (schema == kPublic) return simple_name(name);
  return {shown_part(schema) + '.' + shown_part(name), quoted_name(schema) + '.' + quoted_name(name)};
}

Identifier read_name(std::string_view text) {
  std::vector<std::string> parts = parts_of(text);
  if (parts.size() > 1 && parts.front() == kPublic) parts.erase(parts.begin());
  Identifier name;
  for (const std::string& part : parts) {
    const char* const dot = name.key.empty() ? "" : ".";
    name.text += dot + shown_part(part);
    name.key += dot + quoted_name(part);
  }
  return name;
}

NameSql split_name(std::string_view sql) {
  bool quoted = false;
  std::size_t begin = 0;  // of the last part
  for (std::size_t i = 0; i < sql.size(); ++i) {
    if (sql[i] == '"') quoted = !quoted;
    if (sql[i] == '.' && !quoted) begin = i + 1;
  }
  return {std::string(sql.substr(0, begin == 0 ? 0 : begin - 1)), std::string(sql.substr(begin))};
}

std::string relation_sql(const Identifier& name) {
  return split_name(name.key).schema.empty() ? quoted_name(kPublic) + '.' + name.key : name.key;
}

}  // namespace aludel::postgresql
