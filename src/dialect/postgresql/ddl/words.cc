// What is read out of statements that Aludel itself or the server wrote, and short statements about definitions.
#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "dialect/postgresql/canonical.h"
#include "dialect/postgresql/ddl/context.h"
#include "dialect/postgresql/names.h"

namespace aludel::postgresql {
namespace {

struct Drop {
  std::string_view kind, words;
};
constexpr std::array kDrops = {
    Drop{"schema", "SCHEMA"},       Drop{"extension", "EXTENSION"},
    Drop{"enum", "TYPE"},           Drop{"domain", "DOMAIN"},
    Drop{"composite type", "TYPE"}, Drop{"range type", "TYPE"},
    Drop{"sequence", "SEQUENCE"},   Drop{"function", "FUNCTION"},
    Drop{"procedure", "PROCEDURE"}, Drop{"aggregate", "AGGREGATE"},
    Drop{"view", "VIEW"},           Drop{"materialized view", "MATERIALIZED VIEW"},
    Drop{"index", "INDEX"},         Drop{"statistics", "STATISTICS"},
    Drop{"rule", "RULE"},           Drop{"trigger", "TRIGGER"},
    Drop{"policy", "POLICY"},
};

// Without the kind in front of it and the parameters behind it.
Identifier bare(const Definition& definition) {
  Identifier name = definition.name;
  const std::string kind = definition.kind + ' ';
  if (name.key.starts_with(kind)) name.key.erase(0, kind.size());
  return name;
}

std::string alter_sequence(const Definition& owner) {
  const std::string_view sql = owner.sql.written;
  return std::string(sql.substr(0, sql.find(" OWNED BY "))) + " OWNED BY NONE";
}

// The part of `sql` that stands after `CREATE`, one or two words and a space, up to ` AS`.
std::string named_in(std::string_view sql, std::string_view before) {
  const std::size_t begin = sql.find(before) + before.size();
  return std::string(sql.substr(begin, sql.find(" AS ", begin) - begin));
}

// `"audit"."f"(x integer)`: the name is in quotes, so that the first parenthesis outside of them begins the parameters.
std::string routine_sql(const Definition& routine) {
  const std::string key = bare(routine).key;
  bool quoted = false;
  std::size_t at = 0;
  for (; at < key.size(); ++at) {
    if (key[at] == '"') quoted = !quoted;
    if (key[at] == '(' && !quoted) break;
  }
  std::string parameters = key.substr(at);
  if (routine.kind == "aggregate" && parameters == "()") parameters = "(*)";
  return relation_sql({"", key.substr(0, at)}) + parameters;
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

std::vector<std::string> added_values(const Definition& from, const Definition& to) {
  std::vector<std::string> statements;
  if (from.kind != "enum") return statements;
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
    statements.push_back(fmt::format("ALTER TYPE {} ADD VALUE {}{}", type_name(to), after[i], place));
  }
  if (known < before.size()) statements.clear();
  return statements;
}

std::string drop_sql(const Definition& definition) {
  const std::string& kind = definition.kind;
  const std::string_view sql = definition.sql.written;
  if (kind == "comment") return std::string(sql.substr(0, sql.find(" IS "))) + " IS NULL";
  if (kind == "sequence owner") return alter_sequence(definition);
  const std::string on = definition.on.empty() ? "" : relation_sql(definition.on);
  const std::string name = bare(definition).key;
  // Of what has its name within a table: `"t" ON "users"`.
  const std::string own = name.substr(0, name.size() - std::min(name.size(), definition.on.key.size() + 4));
  if (kind == "trigger state") return fmt::format("ALTER TABLE {} ENABLE TRIGGER {}", on, own);
  if (kind == "exclusion constraint") return fmt::format("ALTER TABLE {} DROP CONSTRAINT {}", on, own);
  const auto* drop = std::find_if(kDrops.begin(), kDrops.end(), [&](const Drop& one) { return one.kind == kind; });
  if (kind == "rule" || kind == "trigger" || kind == "policy")
    return fmt::format("DROP {} {} ON {}", drop->words, own, on);
  if (kind == "schema" || kind == "extension") return fmt::format("DROP {} {}", drop->words, name);
  if (is_routine(definition) || kind == "aggregate")
    return fmt::format("DROP {} {}", drop->words, routine_sql(definition));
  if (is_type(definition)) return fmt::format("DROP {} {}", drop->words, type_name(definition));
  return fmt::format("DROP {} {}", drop->words, relation_sql({"", name}));
}

}  // namespace aludel::postgresql
