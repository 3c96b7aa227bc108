#include "dialect/postgresql/sandbox.h"

#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include "dialect/postgresql/phrase.h"
#include "dialect/postgresql/scan.h"

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

std::string without_query(std::string_view statement) {
  Phrase phrase(statement);
  if (!phrase.take("CREATE")) return std::string(statement);
  phrase.take("UNLOGGED");
  if (!phrase.take("MATERIALIZED") || !phrase.take("VIEW")) return std::string(statement);
  // `WITH DATA` and `WITH NO DATA` can stand at the end only.
  std::size_t end = statement.size();
  Scanner scanner(Source{"", statement}, {0, statement.size()});
  std::vector<Span> last;
  for (Token token = scanner.next(); token.kind != TokenKind::kEnd; token = scanner.next()) {
    if (token.kind == TokenKind::kSemicolon) break;
    last.push_back(token.span);
    end = token.span.end;
  }
  const auto ends_with = [&](std::span<const std::string_view> words) {
    if (last.size() < words.size()) return false;
    return std::equal(
        words.begin(), words.end(), last.end() - static_cast<std::ptrdiff_t>(words.size()),
        [&](std::string_view word, Span span) { return is_word(statement.substr(span.begin, span.size()), word); });
  };
  constexpr std::array<std::string_view, 3> kNoData = {"WITH", "NO", "DATA"};
  constexpr std::array<std::string_view, 2> kData = {"WITH", "DATA"};
  if (ends_with(kNoData)) return std::string(statement);
  if (ends_with(kData)) end = last[last.size() - kData.size()].begin;
  return std::string(statement.substr(0, end)) + " WITH NO DATA";
}

}  // namespace aludel::postgresql
