#include "dialect/postgresql/undo.h"

#include <initializer_list>

#include <fmt/core.h>

#include "dialect/postgresql/names.h"
#include "dialect/postgresql/phrase.h"

namespace aludel::postgresql {
namespace {

void take_any_of(Phrase& phrase, std::initializer_list<std::string_view> words) {
  for (const std::string_view word : words) phrase.take(word);
}

// An index lives where its table does. One without a name has one that only the server knows.
std::optional<std::string> undo_of_index(Phrase& phrase) {
  phrase.take("CONCURRENTLY");
  phrase.take_if_exists();
  if (phrase.take("ON")) return std::nullopt;
  const std::string name = phrase.take_name();
  if (!phrase.take("ON")) return std::nullopt;
  phrase.take("ONLY");
  return "DROP INDEX " + NameSql{split_name(phrase.take_name()).schema, name}.full();
}

std::optional<std::string> undo_of_part(Phrase& phrase, std::string_view kind, std::string_view before_table) {
  const std::string name = phrase.take_name();
  if (!phrase.skip_to(before_table)) return std::nullopt;
  return fmt::format("DROP {} {} ON {}", kind, name, phrase.take_name());
}

std::optional<std::string> undo_of_create(Phrase& phrase) {
  take_any_of(phrase, {"OR", "REPLACE", "UNLOGGED", "UNIQUE", "RECURSIVE", "CONSTRAINT"});
  if (phrase.take("INDEX")) return undo_of_index(phrase);
  if (phrase.take("TRIGGER")) return undo_of_part(phrase, "TRIGGER", "ON");
  if (phrase.take("POLICY")) return undo_of_part(phrase, "POLICY", "ON");
  if (phrase.take("RULE")) return undo_of_part(phrase, "RULE", "TO");
  const bool materialized = phrase.take("MATERIALIZED");
  for (const std::string_view kind : {"TABLE", "VIEW", "SEQUENCE", "TYPE", "DOMAIN", "SCHEMA", "EXTENSION", "FUNCTION",
                                      "PROCEDURE", "COLLATION", "STATISTICS", "PUBLICATION", "SERVER"}) {
    if (!phrase.take(kind)) continue;
    phrase.take_if_exists();
    if (kind == "SCHEMA" && phrase.take("AUTHORIZATION")) return std::nullopt;
    const std::string name = phrase.take_name();
    return fmt::format("DROP {}{} {}", materialized ? "MATERIALIZED " : "", kind, name);
  }
  return std::nullopt;
}

std::string undo_of_rename(Phrase& phrase, const std::string& table) {
  if (phrase.take("TO")) {
    const NameSql before = split_name(table);
    return fmt::format("ALTER TABLE {} RENAME TO {}", NameSql{before.schema, phrase.take_name()}.full(), before.name);
  }
  const bool constraint = phrase.take("CONSTRAINT");
  phrase.take("COLUMN");
  const std::string before = phrase.take_name();
  phrase.take("TO");
  return fmt::format("ALTER TABLE {} RENAME {} {} TO {}", table, constraint ? "CONSTRAINT" : "COLUMN",
                     phrase.take_name(), before);
}

// Of what stands after ADD. A constraint without a name has one that only the server knows.
std::string undo_of_add(Phrase& phrase) {
  if (phrase.take("CONSTRAINT")) return "DROP CONSTRAINT " + phrase.take_name();
  for (const std::string_view word : {"PRIMARY", "UNIQUE", "CHECK", "FOREIGN", "EXCLUDE", "NOT"}) {
    if (phrase.take(word)) return {};
  }
  phrase.take("COLUMN");
  phrase.take_if_exists();
  return "DROP COLUMN " + phrase.take_name();
}

std::string undo_of_action(Phrase& phrase) {
  if (phrase.take("ADD")) return undo_of_add(phrase);
  if (phrase.take("ENABLE")) return phrase.take("ROW") ? "DISABLE ROW LEVEL SECURITY" : "";
  if (!phrase.take("ALTER")) return {};
  phrase.take("COLUMN");
  const std::string column = phrase.take_name();
  if (!phrase.take("SET")) return {};
  if (phrase.take("DEFAULT")) return fmt::format("ALTER COLUMN {} DROP DEFAULT", column);
  return phrase.take("NOT") ? fmt::format("ALTER COLUMN {} DROP NOT NULL", column) : "";
}

std::optional<std::string> undo_of_alter(Phrase& phrase) {
  if (!phrase.take("TABLE")) return std::nullopt;
  phrase.take_if_exists();
  phrase.take("ONLY");
  const std::string table = phrase.take_name();
  phrase.take_sign("*");
  if (phrase.take("RENAME")) return undo_of_rename(phrase, table);
  std::string undone;
  do {
    const std::string one = undo_of_action(phrase);
    if (!one.empty()) undone += (undone.empty() ? "" : ", ") + one;
  } while (phrase.skip_to_sign(","));
  if (undone.empty()) return std::nullopt;
  return fmt::format("ALTER TABLE {} {}", table, undone);
}

}  // namespace

std::optional<std::string> undo_of(std::string_view statement) {
  Phrase phrase(statement);
  if (phrase.take("CREATE")) return undo_of_create(phrase);
  if (phrase.take("ALTER")) return undo_of_alter(phrase);
  return std::nullopt;
}

}  // namespace aludel::postgresql
