// What is read out of statements that Aludel itself or the server wrote.
#include <algorithm>

#include <fmt/core.h>

#include "dialect/postgresql/ddl/context.h"
#include "dialect/postgresql/kinds/kind.h"
#include "dialect/postgresql/names.h"
#include "dialect/postgresql/scan.h"

namespace aludel::postgresql {
namespace {

constexpr std::string_view kAside = "aludel_old_";

bool is_space_or_upper(char c) { return c == ' ' || (c >= 'A' && c <= 'Z'); }

// The name at the front of a text.
std::string name_in(std::string_view sql) {
  bool quoted = false;
  std::size_t end = 0;
  for (; end < sql.size(); ++end) {
    if (sql[end] == '"') quoted = !quoted;
    if (!quoted && (sql[end] == ' ' || sql[end] == '(' || sql[end] == ')')) break;
  }
  return std::string(sql.substr(0, end));
}

// Where a list in parentheses goes on or ends.
std::size_t end_of_item(std::string_view sql) {
  bool quoted = false;
  int depth = 0;
  std::size_t end = 0;
  for (; end < sql.size(); ++end) {
    const char c = sql[end];
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (depth == 0 && (c == ',' || c == ')')) break;
    depth += c == '(' ? 1 : c == ')' ? -1 : 0;
  }
  return end;
}

std::size_t end_of_type(std::string_view sql) {
  constexpr std::string_view kCollate = " COLLATE ";
  bool quoted = false;
  for (std::size_t end = 0; end < end_of_item(sql); ++end) {
    if (sql[end] == '"') quoted = !quoted;
    if (!quoted && sql.substr(end).starts_with(kCollate)) return end;
  }
  return end_of_item(sql);
}

std::string multirange_of(const Definition& range) {
  const std::string_view sql = range.sql.written;
  return name_in(sql.substr(sql.rfind(kMultirangeOption) + kMultirangeOption.size()));
}

NameSql aside(NameSql name) {
  name.name.insert(1, kAside);
  return name;
}
NameSql split_aside(const std::string& sql) { return aside(split_name(relation_sql(read_name(sql)))); }

std::string bare_name(const std::string& sql) { return read_name(split_name(sql).name).key; }

}  // namespace

bool is_type(const Definition& definition) {
  return definition.kind == "enum" || definition.kind == "domain" || definition.kind == "composite type" ||
         definition.kind == "range type";
}

// Words of SQL are in capitals, and names in quotes if they have some.
std::string spelled_name(const Definition& definition) {
  const std::string_view sql = definition.sql.written;
  const auto* const begin = std::find_if_not(sql.begin(), sql.end(), is_space_or_upper);
  return name_in(sql.substr(static_cast<std::size_t>(begin - sql.begin())));
}

const Definition* type_called(std::string_view spelling, const Schema& schema) {
  const auto found = std::find_if(schema.definitions.begin(), schema.definitions.end(),
                                  [&](const Definition& one) { return is_type(one) && spelled_name(one) == spelling; });
  return found == schema.definitions.end() ? nullptr : &*found;
}

std::vector<TypeField> fields_of(const Definition& type) {
  const bool composite = type.kind == "composite type";
  const std::string before = spelled_name(type) + (composite ? " AS (" : " AS ");
  constexpr std::string_view kSubtype = "RANGE (subtype = ";
  const std::string domain = type.kind == "domain" ? parts_of_domain(type).head : "";
  std::string_view sql = domain.empty() ? type.sql.written : domain;
  sql.remove_prefix(sql.find(before) + before.size());
  if (sql.starts_with(kSubtype)) sql.remove_prefix(kSubtype.size());
  std::vector<TypeField> found;
  while (!sql.empty()) {
    std::string name = composite ? name_in(sql) : "";
    if (composite) sql.remove_prefix(name.size() + 1);
    found.push_back({std::move(name), std::string(sql.substr(0, end_of_type(sql)))});
    if (!composite) break;
    sql.remove_prefix(std::min(end_of_item(sql) + 2, sql.size()));
  }
  return found;
}

std::vector<std::string> types_in(const Definition& type) {
  std::vector<std::string> types;
  for (TypeField& field : fields_of(type)) types.push_back(std::move(field.type));
  return types;
}

std::string_view constraint_in(const Definition& definition) {
  const std::string_view rest = behind_word(definition.sql.written, "CONSTRAINT");
  return rest.substr(Scanner(Source{"", rest}, {0, rest.size()}).next().span.end);
}

std::string_view behind_word(std::string_view sql, std::string_view word) {
  Scanner scanner(Source{"", sql}, {0, sql.size()});
  Token token = scanner.next();
  while (token.kind != TokenKind::kEnd && sql.substr(token.span.begin, token.span.size()) != word)
    token = scanner.next();
  return sql.substr(token.span.end);
}

DomainParts parts_of_domain(const Definition& domain) {
  constexpr std::string_view kNotNull = " NOT NULL";
  constexpr std::string_view kDefault = " DEFAULT ";
  std::string_view sql = domain.sql.written;
  DomainParts found;
  found.not_null = sql.ends_with(kNotNull);
  if (found.not_null) sql.remove_suffix(kNotNull.size());
  bool quoted = false;
  std::size_t end = 0;
  for (; end < sql.size(); ++end) {
    if (sql[end] == '"') quoted = !quoted;
    if (!quoted && sql.substr(end, kDefault.size()) == kDefault) break;
  }
  found.head = sql.substr(0, end);
  if (end < sql.size()) found.default_value = sql.substr(end + kDefault.size());
  return found;
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

// makeMultirangeTypeName() (https://www.postgresql.org/docs/current/sql-createtype.html).
std::string multirange_name(std::string_view range) {
  constexpr std::string_view kRange = "range";
  constexpr std::size_t kLongest = 63;
  std::string name(range);
  const std::size_t at = name.find(kRange);
  if (at != std::string::npos) {
    name.insert(at, "multi");
    return name.substr(0, kLongest);
  }
  constexpr std::string_view kEnd = "_multirange";
  return name.substr(0, kLongest - kEnd.size()).append(kEnd);
}

bool has_own_multirange(const Definition& range) {
  const std::string own = read_name(split_name(spelled_name(range)).name).text;
  return bare_name(multirange_of(range)) == quoted_name(multirange_name(own));
}

std::vector<TypePart> parts_of_type(const Definition& type) {
  const std::string name = spelled_name(type);
  if (type.kind != "range type") return {{type.kind == "domain" ? "DOMAIN" : "TYPE", name, ""}};
  const std::string& sql = type.sql.written;
  constexpr std::string_view kSubtype = "(subtype = ";
  const std::size_t begin = sql.find(kSubtype) + kSubtype.size();
  const std::string subtype = sql.substr(begin, sql.find_first_of(",)", begin) - begin);
  const std::string multirange = multirange_of(type);
  return {{"FUNCTION", name, fmt::format("({0}, {0})", subtype)},
          {"FUNCTION", name, fmt::format("({0}, {0}, text)", subtype)},
          {"FUNCTION", multirange, "()", true},
          {"FUNCTION", multirange, fmt::format("({})", name), true},
          {"FUNCTION", multirange, fmt::format("(VARIADIC {}[])", name), true},
          {"TYPE", multirange, "", true},
          {"TYPE", name, ""}};
}

std::vector<std::string> step_aside(const Definition& definition) {
  if (!is_type(definition)) {
    const Kind& kind = *find_kind(definition.kind);
    return {
        fmt::format("ALTER {} RENAME TO {}", subject_sql(kind, definition), aside(name_sql(kind, definition)).name)};
  }
  std::vector<std::string> statements;
  for (const TypePart& part : parts_of_type(definition)) {
    statements.push_back(
        fmt::format("ALTER {} {}{} RENAME TO {}", part.what, part.name, part.rest, split_aside(part.name).name));
  }
  return statements;
}

std::string drop_aside_sql(const Definition& definition) {
  if (is_type(definition))
    return fmt::format("DROP {} {}", definition.kind == "domain" ? "DOMAIN" : "TYPE", name_aside(definition));
  const NameSql name = name_sql(*find_kind(definition.kind), definition);
  std::string sql = drop_sql(definition);
  return sql.replace(sql.find(name.full()), name.full().size(), aside(name).full());
}

std::string name_aside(const Definition& type) { return split_aside(spelled_name(type)).full(); }

}  // namespace aludel::postgresql
