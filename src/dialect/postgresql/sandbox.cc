#include "dialect/postgresql/sandbox.h"

#include <algorithm>
#include <span>

#include "dialect/postgresql/phrase.h"

namespace aludel::postgresql {
namespace {

// Kinds of objects that live in a database and, made there, run nothing of anybody's.
constexpr std::string_view kKinds[] = {
    "SCHEMA",    "TABLE",      "TYPE",      "DOMAIN",    "SEQUENCE",    "VIEW",      "INDEX",  "FUNCTION", "PROCEDURE",
    "ROUTINE",   "CAST",       "AGGREGATE", "OPERATOR",  "TRIGGER",     "RULE",      "POLICY", "TEXT",     "STATISTICS",
    "COLLATION", "CONVERSION", "LANGUAGE",  "EXTENSION", "PUBLICATION", "TRANSFORM", "SERVER", "ACCESS",
};
// What may stand between CREATE, ALTER or DROP and the kind.
constexpr std::string_view kBefore[] = {"OR",      "REPLACE", "TEMP",       "TEMPORARY",   "UNLOGGED",
                                        "UNIQUE",  "GLOBAL",  "LOCAL",      "RECURSIVE",   "CONSTRAINT",
                                        "DEFAULT", "TRUSTED", "PROCEDURAL", "MATERIALIZED"};

bool takes_one_of(Phrase& phrase, std::span<const std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return phrase.take(word); });
}

// The kind of what is made, changed, dropped or commented on.
bool takes_kind(Phrase& phrase) {
  if (phrase.take("USER")) return phrase.take("MAPPING");
  bool foreign = false;
  for (bool more = true; more;) {
    const bool one = phrase.take("FOREIGN");
    foreign = foreign || one;
    more = one || takes_one_of(phrase, kBefore);
  }
  if (foreign && phrase.take("DATA")) return phrase.take("WRAPPER");
  return takes_one_of(phrase, kKinds);
}

// Of a query's result: `CREATE TABLE ... AS`.
bool has_no_data(Phrase& phrase) { return phrase.skip_to("WITH") && phrase.take("NO") && phrase.take("DATA"); }

bool takes_rows(Phrase phrase) {
  while (takes_one_of(phrase, kBefore)) continue;
  return phrase.take("TABLE") && phrase.skip_to("AS") && !has_no_data(phrase);
}

// An expression in a bound is evaluated once it is read.
bool has_plain_bounds(Phrase phrase) {
  constexpr std::string_view kBeforeValues[] = {"IN", "FROM", "TO"};
  while (phrase.skip_to("FOR")) {
    if (!phrase.take("VALUES")) continue;
    while (takes_one_of(phrase, kBeforeValues)) {
      if (!phrase.take_literals()) return false;
    }
  }
  return true;
}

bool alters_inside(Phrase& phrase) {
  Phrase privileges = phrase;
  if (privileges.take("DEFAULT") && privileges.take("PRIVILEGES")) return true;
  return has_plain_bounds(phrase) && takes_kind(phrase);
}

bool comments_inside(Phrase& phrase) {
  return phrase.take("ON") && (phrase.take("COLUMN") || phrase.take("CONSTRAINT") || takes_kind(phrase));
}

// Without ON it is a role that is granted.
bool grants_inside(Phrase& phrase) {
  if (!phrase.skip_to("ON")) return false;
  constexpr std::string_view kOutside[] = {"DATABASE", "TABLESPACE", "PARAMETER"};
  return !takes_one_of(phrase, kOutside);
}

// What pg_dump sets up in a session and for a sequence, with nothing but literals.
bool is_setting(Phrase& phrase) {
  const std::string name = phrase.take_name();
  if (name != "pg_catalog.set_config" && name != "pg_catalog.setval") return false;
  return phrase.take_literals() && phrase.at_end();
}

}  // namespace

bool stays_inside(std::string_view statement) {
  Phrase phrase(statement);
  if (phrase.take("CREATE")) return !takes_rows(phrase) && has_plain_bounds(phrase) && takes_kind(phrase);
  if (phrase.take("DROP")) return takes_kind(phrase);
  if (phrase.take("ALTER")) return alters_inside(phrase);
  if (phrase.take("COMMENT")) return comments_inside(phrase);
  if (phrase.take("GRANT") || phrase.take("REVOKE")) return grants_inside(phrase);
  if (phrase.take("SELECT")) return is_setting(phrase);
  return phrase.take("SET") || phrase.take("RESET");
}

bool Sandbox::admits(std::string_view statement) {
  if (!stays_inside(statement)) return false;
  Phrase phrase(statement);
  if (!phrase.take("CREATE")) return true;
  if (phrase.take("OR")) phrase.take("REPLACE");
  has_code_ = has_code_ || phrase.take("FUNCTION") || phrase.take("PROCEDURE") || phrase.take("FOREIGN");
  return !has_code_ || !phrase.take("MATERIALIZED") || has_no_data(phrase);
}

}  // namespace aludel::postgresql
