#include "dialect/postgresql/kinds/kind.h"

#include <algorithm>

#include <fmt/core.h>

#include "dialect/postgresql/names.h"

namespace aludel::postgresql {
namespace {

// What `name` is made of: `"audit"."f"` and `(integer)`, `"t"` and ` ON "users"`.
struct Cut {
  std::string name, rest;
};
Cut cut(const std::string& key) {
  bool quoted = false;
  std::size_t at = 0;
  for (; at < key.size(); ++at) {
    if (key[at] == '"') quoted = !quoted;
    if (!quoted && key[at] != '"' && key[at] != '.') break;
  }
  return {key.substr(0, at), key.substr(at)};
}

// The key without the kind.
std::string key_of(const Kind& kind, const Definition& definition) {
  std::string key = definition.name.key;
  return kind.naming == Naming::kRelation ? key : key.erase(0, kind.name.size() + 1);
}

// At ` of ` outside of quotes.
Cut cut_of(const std::string& sql) {
  constexpr std::string_view kOf = " of ";
  bool quoted = false;
  for (std::size_t at = 0; at < sql.size(); ++at) {
    if (sql[at] == '"') quoted = !quoted;
    if (!quoted && sql.compare(at, kOf.size(), kOf) == 0) return {sql.substr(0, at), sql.substr(at + kOf.size())};
  }
  return {sql, ""};
}

}  // namespace

const Kind* find_kind(std::string_view name) {
  const auto found = std::find_if(kinds().begin(), kinds().end(), [&](const Kind& one) { return one.name == name; });
  return found == kinds().end() ? nullptr : &*found;
}

std::size_t rank_of(std::string_view kind) {
  const Kind* found = find_kind(kind);
  if (found == nullptr) return kinds().size() + 1;
  const auto place = static_cast<std::size_t>(found - kinds().data());
  return found->made == MadeWhen::kBeforeTables ? place : place + 1;
}

std::size_t rank_of_tables() {
  const auto before = [](const Kind& kind) { return kind.made == MadeWhen::kBeforeTables; };
  return static_cast<std::size_t>(std::count_if(kinds().begin(), kinds().end(), before));
}

NameSql name_sql(const Kind& kind, const Definition& definition) {
  const Cut name = cut(key_of(kind, definition));
  if (kind.subject.find("{name}") == std::string_view::npos) return {"", name.name};
  return split_name(relation_sql({"", name.name}));
}

std::string subject_sql(const Kind& kind, const Definition& definition) {
  const std::string key = key_of(kind, definition);
  const Cut name = cut(key);
  const Cut part = cut_of(key);
  return fmt::format(fmt::runtime(kind.subject), fmt::arg("name", relation_sql({"", name.name})),
                     fmt::arg("bare", name.name), fmt::arg("rest", name.rest),
                     fmt::arg("on", definition.on.empty() ? "" : relation_sql(definition.on)), fmt::arg("sql", key),
                     fmt::arg("part", part.name), fmt::arg("whole", part.rest));
}

std::string rename_sql(const Kind& kind, const Definition& from, const Definition& to) {
  const auto name = [&](const Definition& one) {
    const std::string key = key_of(kind, one);
    return kind.naming == Naming::kSql ? cut_of(key).name : cut(key).name;
  };
  return fmt::format(fmt::runtime(kind.rename), fmt::arg("old", name(from)), fmt::arg("new", name(to)),
                     fmt::arg("on", to.on.empty() ? "" : relation_sql(to.on)),
                     fmt::arg("whole", cut_of(key_of(kind, to)).rest));
}

std::string drop_sql(const Definition& definition) {
  const Kind* kind = find_kind(definition.kind);
  if (kind == nullptr) {  // a comment
    const std::string_view sql = definition.sql.written;
    return std::string(sql.substr(0, sql.find(" IS "))) + " IS NULL";
  }
  const std::string subject = subject_sql(*kind, definition);
  const std::string first = subject.substr(0, subject.find(' '));
  return first == "ALTER" || first == "GRANT" || first == "REVOKE" ? subject : "DROP " + subject;
}

}  // namespace aludel::postgresql
