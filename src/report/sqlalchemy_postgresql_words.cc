#include "report/sqlalchemy_postgresql_words.h"

#include <algorithm>
#include <sstream>

#include <fmt/core.h>

#include "report/python_text.h"
#include "report/sqlalchemy_postgresql_type.h"

namespace aludel {
namespace {

// Keywords that SQLAlchemy does not know, so that it would leave out their quotes.
constexpr std::string_view kUnquoted[] = {"collation", "concurrently", "lateral", "system_user", "tablesample"};

// SQLAlchemy takes `:name` in a text for a parameter, but not `::name`.
bool has_parameter(std::string_view sql) {
  for (std::size_t i = 0; i < sql.size(); ++i) {
    if (sql[i] == '\\' && i + 1 < sql.size() && sql[i + 1] == ':') return true;
    if (sql[i] != ':') continue;
    const std::size_t end = std::min(sql.find_first_not_of(':', i), sql.size());
    if (end - i != 2) return true;
    i = end - 1;
  }
  return false;
}

}  // namespace

std::string name_literal(const std::string& name) {
  const std::string literal = python_literal(name);
  const bool unquoted = std::find(std::begin(kUnquoted), std::end(kUnquoted), name) != std::end(kUnquoted);
  return unquoted ? fmt::format("sa.sql.quoted_name({}, True)", literal) : literal;
}

std::string sql_literal(std::string_view sql, std::string_view wrap) {
  const std::string literal = python_literal(sql);
  if (has_parameter(sql)) return fmt::format("sa.literal_column({})", literal);
  return wrap.empty() ? literal : fmt::format("{}({})", wrap, literal);
}

std::string default_text(const SqlText& value, const SqlText& type) {
  const std::string& sql = value.written;
  if (!sql.starts_with('\'')) return sql_literal(sql, "sa.text");
  std::string text;
  std::size_t i = 1;
  for (; i < sql.size(); ++i) {
    if (sql[i] == '\'' && (i + 1 == sql.size() || sql[i + 1] != '\'')) break;
    text += sql[i];
    if (sql[i] == '\'') ++i;  // two of them are one
  }
  const std::string own = "::" + type.written.substr(0, type.written.find('('));
  return i < sql.size() && sql.substr(i + 1) == own ? python_literal(text) : sql_literal(sql, "sa.text");
}

std::string identity_text(const std::string& clause) {
  PythonCall call("sa.Identity");
  if (clause.starts_with("ALWAYS")) call.set("always", "True");
  const std::size_t open = clause.find(" (");
  if (open == std::string::npos) return call.text();
  std::istringstream words(clause.substr(open + 2, clause.size() - open - 3));
  for (std::string word; words >> word;) {
    if (word == "CYCLE") {
      call.set("cycle", "True");
      continue;
    }
    std::string key;
    for (const char c : word) key += static_cast<char>(c - 'A' + 'a');
    std::string number;
    words >> number;
    if (number == "WITH" || number == "BY") words >> number;
    call.set(key, number);
  }
  return call.text();
}

std::string name_list(const std::string& sql) {
  std::string list;
  std::size_t begin = 0;
  bool quoted = false;
  for (std::size_t i = 0; i <= sql.size(); ++i) {
    if (i < sql.size() && sql[i] == '"') quoted = !quoted;
    if (i < sql.size() && (quoted || sql[i] != ',')) continue;
    list += (list.empty() ? "" : ", ") + python_literal(model_name({"", sql.substr(begin, i - begin)}).name);
    begin = i + 1;
  }
  return "[" + list + "]";
}

std::string settings_dict(const std::string& settings) {
  std::string items;
  std::istringstream words(settings);
  for (std::string word; std::getline(words >> std::ws, word, ',');) {
    const std::size_t equals = word.find('=');
    items += fmt::format("{}{}: {}", items.empty() ? "" : ", ", python_literal(word.substr(0, equals)),
                         python_literal(word.substr(equals + 1)));
  }
  return "{" + items + "}";
}

}  // namespace aludel
