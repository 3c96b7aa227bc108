// Everything that the server can print as one statement, kind by kind (kinds/kinds.cc), with one query for each.
#include <utility>

#include <fmt/core.h>

#include "dialect/postgresql/kinds/kind.h"
#include "dialect/postgresql/kinds/outside.h"
#include "dialect/postgresql/names.h"
#include "dialect/postgresql/objects.h"
#include "dialect/postgresql/stilled.h"

namespace aludel::postgresql {
namespace {

constexpr std::string_view kComment = "comment";

// Tables and their columns have their comments themselves. An extension brings its own.
constexpr std::string_view kComments = R"sql(
  SELECT d.classoid::regclass, d.objoid, o.type, o.identity, quote_literal(d.description)
  FROM pg_description d
    CROSS JOIN LATERAL pg_identify_object(d.classoid, d.objoid, d.objsubid) AS o
  WHERE (d.objoid >= 16384 OR d.classoid = 'pg_namespace'::regclass AND d.objoid = to_regnamespace('public')
                              AND d.description <> 'standard public schema')
    AND d.classoid <> 'pg_extension'::regclass
    AND NOT EXISTS (SELECT FROM pg_class c
                    WHERE d.classoid = 'pg_class'::regclass AND c.oid = d.objoid AND c.relkind IN ('r', 'p')))sql";

// What extensions own is left out here already, since its statements take their time.
std::string filtered(const Kind& kind) {
  constexpr std::string_view kPlaceholder = "aludel_secret";
  std::string query(kind.query);
  for (std::size_t at = query.find(kPlaceholder); at != std::string::npos; at = query.find(kPlaceholder, at))
    query.replace(at, kPlaceholder.size(), kIsSecret);
  return fmt::format(R"sql(
    SELECT q.* FROM ({}{}) AS q (oid, schema, name, suffix, relation, sql)
    WHERE coalesce(q.schema !~ '^pg_' AND q.schema <> 'information_schema', true) AND q.oid >= 16384
      AND NOT EXISTS (SELECT FROM pg_depend d
                      WHERE d.classid = '{}'::regclass AND d.objid = q.oid AND d.deptype = 'e'))sql",
                     query, kind.more, kind.catalog);
}

Identifier sql_name(const Kind& kind, const std::string& sql) {
  constexpr std::string_view kPublic = "public.";
  return {sql.starts_with(kPublic) ? sql.substr(kPublic.size()) : sql, fmt::format("{} {}", kind.name, sql)};
}

Identifier name_of(const Kind& kind, Row row, const Identifier* on) {
  if (kind.naming == Naming::kSql) return sql_name(kind, text(row, 2));
  Identifier name = row[1] ? qualified_name(text(row, 1), text(row, 2)) : simple_name(text(row, 2));
  if (kind.naming == Naming::kRelation) return name;
  name.text += text(row, 3);
  name.key = fmt::format("{} {}{}", kind.name, name.key, text(row, 3));
  if (on != nullptr) name.key += " ON " + on->key;
  return name;
}

void read_kind(const Kind& kind, Catalog& catalog, Objects& objects, std::vector<Definition>& out) {
  catalog.query(filtered(kind), [&](Row row) {
    const Identifier* on = nullptr;
    const Address at = address(kind.catalog, text(row, 0));
    if (objects.is_of_extension(at)) return;
    if (row[4]) {
      const Address whole = address("pg_class", text(row, 4));
      on = objects.find(whole);
      if (on == nullptr || objects.is_of_extension(whole)) return;  // it belongs to what is not managed
    }
    Definition made;
    made.kind = kind.name;
    made.name = name_of(kind, row, kind.naming == Naming::kOfTable ? on : nullptr);
    if (on != nullptr) {
      made.on = *on;
      made.mentions.push_back(*on);
    }
    const std::string sql = awakened(text(row, 5));
    made.sql = {sql, sql};
    if (kind.of_another) {
      const Identifier* subject = objects.find(at);
      if (subject == nullptr) return;
      made.mentions.push_back(*subject);
    } else {
      objects.names.emplace(at, made.name);
    }
    out.push_back(std::move(made));
  });
}

// What pg_identify_object calls it, and COMMENT ON (https://www.postgresql.org/docs/current/sql-comment.html).
std::string comment_on(const std::string& type, const std::string& identity) {
  if (type.ends_with(" column")) return "COLUMN " + identity;
  if (type == "table constraint") return "CONSTRAINT " + identity;
  if (type == "domain constraint") {
    const std::size_t on = identity.rfind(" on ");
    return "CONSTRAINT " + identity.substr(0, on) + " ON DOMAIN" + identity.substr(on + 3);
  }
  if (type == "statistics object") return "STATISTICS " + identity;
  if (type == "foreign-data wrapper") return "FOREIGN DATA WRAPPER " + identity;
  if (type == "aggregate" && identity.ends_with("()"))
    return "AGGREGATE " + identity.substr(0, identity.size() - 1) + "*)";
  std::string word;
  for (const char c : type) word += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return word + ' ' + identity;
}

void read_comments(Catalog& catalog, const Objects& objects, std::vector<Definition>& out) {
  catalog.query(kComments, [&](Row row) {
    const Address at = address(text(row, 0), text(row, 1));
    const Identifier* subject = objects.find(at);
    const std::string type = text(row, 2);
    if (subject == nullptr && !(type == "schema" && text(row, 3) == "public")) return;
    if (objects.is_of_extension(at)) return;
    Definition made;
    made.kind = kComment;
    made.name = {type + ' ' + text(row, 3), fmt::format("{} {} {}", kComment, type, text(row, 3))};
    const std::string sql = fmt::format("COMMENT ON {} IS {}", comment_on(type, text(row, 3)), text(row, 4));
    made.sql = {sql, sql};
    if (subject != nullptr) made.mentions.push_back(*subject);
    out.push_back(std::move(made));
  });
}

}  // namespace

std::vector<Definition> read_definitions(Catalog& catalog, Objects& objects) {
  std::vector<Definition> all;
  for (const Kind& kind : kinds()) {
    if (!kind.query.empty()) read_kind(kind, catalog, objects, all);
  }
  read_comments(catalog, objects, all);
  return all;
}

void add_definition_questions(Questions& questions) {
  for (const Kind& kind : kinds()) {
    if (!kind.query.empty()) questions.push_back(filtered(kind));
  }
  questions.emplace_back(kComments);
}

}  // namespace aludel::postgresql
