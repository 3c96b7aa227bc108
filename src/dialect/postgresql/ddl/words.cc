// What is read out of statements that Aludel itself or the server wrote.
#include <algorithm>

#include <fmt/core.h>

#include "dialect/postgresql/ddl/context.h"
#include "dialect/postgresql/names.h"

namespace aludel::postgresql {
namespace {

// The part of `sql` that stands after `CREATE`, one or two words and a space, up to ` AS`.
std::string named_in(std::string_view sql, std::string_view before) {
  const std::size_t begin = sql.find(before) + before.size();
  return std::string(sql.substr(begin, sql.find(" AS ", begin) - begin));
}

}  // namespace

bool is_type(const Definition& definition) {
  return definition.kind == "enum" || definition.kind == "domain" || definition.kind == "composite type" ||
         definition.kind == "range type";
}

std::string type_name(const Definition& type) {
  return named_in(type.sql.written, type.kind == "domain" ? "CREATE DOMAIN " : "CREATE TYPE ");
}

std::vector<std::string> enum_labels(std::string_view sql) {
  std::vector<std::string> labels;
  for (std::size_t at = sql.find('(', sql.find(" AS ENUM ")) + 1; at < sql.size() && sql[at] != ')';) {
    const std::size_t begin = at;
    at = sql.find('\'', at) + 1;
    while (at < sql.size()) {
      if (sql[at] == '\\' && sql[begin] == 'E') ++at;
      if (sql[at] == '\'' && (at + 1 >= sql.size() || sql[at + 1] != '\'')) break;
      at += sql[at] == '\'' ? 2 : 1;
    }
    labels.emplace_back(sql.substr(begin, ++at - begin));
    at = std::min(sql.find_first_not_of(", ", at), sql.size());
  }
  return labels;
}

std::vector<std::string> step_aside(const Definition& type, std::string_view prefix) {
  std::vector<std::string> statements;
  const std::string name = type_name(type);
  const auto rename = [&](std::string_view what, const std::string& called, std::string_view rest) {
    const Identifier full = read_name(called);
    const std::string own = relation_sql(full).substr(relation_sql(full).rfind(".\"") + 2);
    statements.push_back(fmt::format("ALTER {} {}{} RENAME TO \"{}{}", what, called, rest, prefix, own));
  };
  if (type.kind == "range type") {  // its functions are called like it
    const std::string& sql = type.sql.written;
    constexpr std::string_view kSubtype = "(subtype = ";
    constexpr std::string_view kMultirange = "multirange_type_name = ";
    const std::size_t begin = sql.find(kSubtype) + kSubtype.size();
    const std::string subtype = sql.substr(begin, sql.find_first_of(",)", begin) - begin);
    std::string multirange = sql.substr(sql.rfind(kMultirange) + kMultirange.size());
    multirange.pop_back();
    rename("FUNCTION", name, fmt::format("({0}, {0})", subtype));
    rename("FUNCTION", name, fmt::format("({0}, {0}, text)", subtype));
    rename("FUNCTION", multirange, "()");
    rename("FUNCTION", multirange, fmt::format("({})", name));
    rename("FUNCTION", multirange, fmt::format("(VARIADIC {}[])", name));
    rename("TYPE", multirange, "");
  }
  rename(type.kind == "domain" ? "DOMAIN" : "TYPE", name, "");
  return statements;
}

}  // namespace aludel::postgresql
