#include "dialect/postgresql/kinds/alter.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include <fmt/core.h>

#include "dialect/postgresql/ddl/context.h"
#include "dialect/postgresql/scan.h"

namespace aludel::postgresql {
namespace {

// `... (a 'x', b = 'y')`: what stands before the first parenthesis, and the pairs in it.
struct Options {
  std::string head;
  std::map<std::string, std::string> values;  // as SQL
};

Options options_of(std::string_view sql) {
  Options found{std::string(sql), {}};
  const Source source{"", sql};
  Scanner scanner(source, {0, sql.size()});
  const auto text = [&](const Token& token) { return sql.substr(token.span.begin, token.span.size()); };
  Token token = scanner.next();
  while (token.kind != TokenKind::kEnd && token.kind != TokenKind::kOpen) token = scanner.next();
  if (token.kind == TokenKind::kEnd) return found;
  found.head = std::string(sql.substr(0, token.span.begin));
  while (token.kind != TokenKind::kEnd && token.kind != TokenKind::kClose) {
    token = scanner.next();
    const std::string name(text(token));
    token = scanner.next();
    if (text(token) == "=") token = scanner.next();
    const std::size_t begin = token.span.begin;
    std::size_t end = begin;
    for (; token.kind != TokenKind::kEnd && token.kind != TokenKind::kClose && text(token) != ",";
         token = scanner.next())
      end = token.span.end;
    if (!name.empty()) found.values[name] = std::string(sql.substr(begin, end - begin));
  }
  return found;
}

// Without ` OPTIONS`, which stands there if there are any.
std::string_view words_of(std::string_view head) {
  constexpr std::string_view kOptions = " OPTIONS ";
  return head.ends_with(kOptions) ? head.substr(0, head.size() - kOptions.size()) : head;
}

std::string listed(const Statements& items) {
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "" : ", ") + item;
  return text;
}

// `GRANT INSERT, SELECT ON TABLE ...`.
struct Grant {
  std::string verb;
  std::set<std::string> privileges;
  std::string rest;
};
Grant grant_of(const std::string& sql, const std::string& verb) {
  constexpr std::string_view kOn = " ON ";
  Grant found{verb, {}, {}};
  std::size_t begin = verb.size();
  bool quoted = false;
  for (std::size_t at = begin; at < sql.size(); ++at) {
    if (sql[at] == '"') quoted = !quoted;
    const bool end = !quoted && sql.compare(at, kOn.size(), kOn) == 0;
    if (end || (!quoted && sql[at] == ',')) {
      found.privileges.insert(sql.substr(begin, at - begin));
      begin = at + 2;
    }
    if (!end) continue;
    found.rest = sql.substr(at);
    break;
  }
  return found;
}

}  // namespace

Statements say_again(const Kind& /*kind*/, const Definition& /*from*/, const Definition& to) {
  return {to.sql.written};
}

Statements grant_otherwise(const Kind& /*kind*/, const Definition& from, const Definition& to) {
  const Grant before = grant_of(from.sql.written, "GRANT ");
  const Grant after = grant_of(to.sql.written, "GRANT ");
  const std::string drop = drop_sql(from);
  const Grant taken = grant_of(drop, drop.substr(0, drop.find("ALL")));
  Statements less, more, statements;
  std::set_difference(before.privileges.begin(), before.privileges.end(), after.privileges.begin(),
                      after.privileges.end(), std::back_inserter(less));
  std::set_difference(after.privileges.begin(), after.privileges.end(), before.privileges.begin(),
                      before.privileges.end(), std::back_inserter(more));
  if (!less.empty()) statements.push_back(taken.verb + listed(less) + taken.rest);
  if (!more.empty()) statements.push_back(after.verb + listed(more) + after.rest);
  return statements;
}

// Nothing if values go, or change their order.
Statements add_values(const Kind& /*kind*/, const Definition& from, const Definition& to) {
  Statements statements;
  const std::vector<std::string> before = enum_labels(from.sql.written);
  const std::vector<std::string> after = enum_labels(to.sql.written);
  std::size_t known = 0;
  for (std::size_t i = 0; i < after.size(); ++i) {
    if (known < before.size() && before[known] == after[i]) {
      ++known;
      continue;
    }
    std::string place;
    if (i > 0) {
      place = " AFTER " + after[i - 1];
    } else if (!before.empty()) {
      place = " BEFORE " + before.front();
    }
    statements.push_back(fmt::format("ALTER TYPE {} ADD VALUE {}{}", spelled_name(to), after[i], place));
  }
  if (known < before.size()) statements.clear();
  return statements;
}

Statements alter_domain(const Kind& kind, const Definition& from, const Definition& to) {
  const DomainParts before = parts_of_domain(from);
  const DomainParts after = parts_of_domain(to);
  if (before.head != after.head) return {};
  Statements statements;
  const auto alter = [&](const std::string& what) {
    statements.push_back(fmt::format("ALTER {} {}", subject_sql(kind, to), what));
  };
  if (before.default_value != after.default_value)
    alter(after.default_value.empty() ? "DROP DEFAULT" : "SET DEFAULT " + after.default_value);
  if (before.not_null != after.not_null) alter(after.not_null ? std::string(kSetNotNull) : "DROP NOT NULL");
  return statements;
}

Definition without_default(const Definition& domain) {
  const DomainParts parts = parts_of_domain(domain);
  Definition made = domain;
  made.sql.written = parts.head + (parts.not_null ? " NOT NULL" : "");
  return made;
}

Statements alter_sequence(const Kind& kind, const Definition& from, const Definition& to) {
  Statements statements;
  const auto is_unlogged = [](const Definition& one) { return one.sql.written.starts_with("CREATE UNLOGGED "); };
  if (is_unlogged(from) != is_unlogged(to)) {
    statements.push_back(
        fmt::format("ALTER {} SET {}", subject_sql(kind, to), is_unlogged(to) ? "UNLOGGED" : "LOGGED"));
  }
  std::string sql = to.sql.written;
  sql.replace(0, sql.find("SEQUENCE"), "ALTER ");
  if (!sql.ends_with(" CYCLE")) sql += " NO CYCLE";
  statements.push_back(std::move(sql));
  return statements;
}

// CREATE OR REPLACE keeps parameters and result (https://www.postgresql.org/docs/current/sql-createfunction.html): all
// that stands before the language.
Statements replace_routine(const Kind& /*kind*/, const Definition& from, const Definition& to) {
  const auto head = [](const Definition& one) {
    return one.sql.written.substr(0, one.sql.written.find("\n LANGUAGE "));
  };
  if (head(from) != head(to)) return {};
  return {to.sql.written};
}

Statements alter_options(const Kind& kind, const Definition& from, const Definition& to) {
  const Options before = options_of(from.sql.written);
  const Options after = options_of(to.sql.written);
  if (words_of(before.head) != words_of(after.head)) return {};
  Statements changes;
  for (const auto& [name, value] : after.values) {
    const auto old = before.values.find(name);
    if (old == before.values.end()) {
      changes.push_back(fmt::format("ADD {} {}", name, value));
    } else if (old->second != value) {
      changes.push_back(fmt::format("SET {} {}", name, value));
    }
  }
  for (const auto& [name, value] : before.values) {
    if (!after.values.contains(name)) changes.push_back("DROP " + name);
  }
  return {fmt::format("ALTER {} OPTIONS ({})", subject_sql(kind, to), listed(changes))};
}

// An option without a value goes (https://www.postgresql.org/docs/current/sql-altertsdictionary.html).
Statements alter_dictionary(const Kind& kind, const Definition& from, const Definition& to) {
  constexpr const char* kTemplate = "TEMPLATE";
  const Options before = options_of(from.sql.written);
  const Options after = options_of(to.sql.written);
  if (before.values.at(kTemplate) != after.values.at(kTemplate)) return {};
  Statements changes;
  for (const auto& [name, value] : after.values) {
    if (name != kTemplate) changes.push_back(fmt::format("{} = {}", name, value));
  }
  for (const auto& [name, value] : before.values) {
    if (!after.values.contains(name)) changes.push_back(name);
  }
  return {fmt::format("ALTER {} ({})", subject_sql(kind, to), listed(changes))};
}

Statements alter_mapping(const Kind& /*kind*/, const Definition& /*from*/, const Definition& to) {
  constexpr std::string_view kAdd = " ADD MAPPING FOR ";
  std::string sql = to.sql.written;
  return {sql.replace(sql.find(kAdd), kAdd.size(), " ALTER MAPPING FOR ")};
}

// It is for all tables, or it is not.
Statements alter_publication(const Kind& kind, const Definition& from, const Definition& to) {
  const Options before = options_of(from.sql.written);
  const Options after = options_of(to.sql.written);
  if (before.head != after.head) return {};
  Statements settings;
  for (const auto& [name, value] : after.values) settings.push_back(fmt::format("{} = {}", name, value));
  return {fmt::format("ALTER {} SET ({})", subject_sql(kind, to), listed(settings))};
}

}  // namespace aludel::postgresql
