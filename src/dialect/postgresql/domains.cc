#include "dialect/postgresql/domains.h"

#include <algorithm>
#include <string_view>

#include <fmt/core.h>

#include "dialect/postgresql/ddl/context.h"
#include "dialect/postgresql/names.h"
#include "dialect/postgresql/scan.h"

namespace aludel::postgresql {
namespace {

constexpr std::string_view kList = "[]";

const Definition* domain_of(std::string_view type, const Schema& schema) {
  const Definition* own = type_called(type, schema);
  return own != nullptr && own->kind == "domain" ? own : nullptr;
}

// What stands in the parentheses behind the word CHECK.
std::string check_in(std::string_view statement) {
  const std::string_view sql = behind_word(statement, "CHECK");
  Scanner scanner(Source{"", sql}, {0, sql.size()});
  Token token = scanner.next();
  const std::size_t begin = token.span.end;
  for (int depth = 1; depth > 0 && token.kind != TokenKind::kEnd;) {
    token = scanner.next();
    depth += token.kind == TokenKind::kOpen ? 1 : token.kind == TokenKind::kClose ? -1 : 0;
  }
  return std::string(sql.substr(begin, token.span.begin - begin));
}

std::string with_value(std::string_view sql, std::string_view value) {
  std::string text;
  std::size_t done = 0;
  Scanner scanner(Source{"", sql}, {0, sql.size()});
  for (Token token = scanner.next(); token.kind != TokenKind::kEnd; token = scanner.next()) {
    if (sql.substr(token.span.begin, token.span.size()) != "VALUE") continue;
    text.append(sql.substr(done, token.span.begin - done)).append(value);
    done = token.span.end;
  }
  return text.append(sql.substr(done));
}

}  // namespace

std::vector<std::string> checks_of(const Definition& domain, const Schema& schema) {
  std::vector<std::string> found;
  for (const Definition& one : schema.definitions) {
    const bool of_it = one.kind == "domain constraint" &&
                       std::find(one.mentions.begin(), one.mentions.end(), domain.name) != one.mentions.end();
    if (of_it) found.push_back(check_in(one.sql.written));
  }
  return found;
}

std::vector<std::string> checks_of_type(const Column& column, const Schema& schema) {
  const std::string value =
      fmt::format("({})::{}", column_sql(column.name), below_domains(column.type.written, schema));
  std::vector<std::string> found;
  for (const Definition* domain = domain_of(column.type.written, schema); domain != nullptr;
       domain = domain_of(types_in(*domain).front(), schema)) {
    for (const std::string& check : checks_of(*domain, schema)) found.push_back(with_value(check, value));
    if (parts_of_domain(*domain).not_null) found.push_back(value + " IS NOT NULL");
  }
  return found;
}

std::string below_domains(std::string type, const Schema& schema) {
  std::string lists;
  for (bool more = true; more;) {
    more = false;
    if (type.ends_with(kList)) {
      type.resize(type.size() - kList.size());
      lists = kList;
      more = true;
    }
    if (const Definition* domain = domain_of(type, schema)) {
      type = types_in(*domain).front();
      more = true;
    }
  }
  return type + lists;
}

}  // namespace aludel::postgresql
