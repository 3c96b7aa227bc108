#include "dialect/postgresql/locks.h"

#include <initializer_list>
#include <string>
#include <utility>

#include "dialect/postgresql/phrase.h"

namespace aludel::postgresql {
namespace {

constexpr std::string_view kShare = "SHARE", kShareRowExclusive = "SHARE ROW EXCLUSIVE", kExclusive = "EXCLUSIVE",
                           kAccessExclusive = "ACCESS EXCLUSIVE";

StatementLocks on(std::string_view mode, std::string object) {
  if (object.empty()) return {};
  return {.taken = {{std::string(mode), std::move(object)}}, .creates = {}};
}

StatementLocks quiet() { return {.taken = {}, .creates = {}, .quiet = true}; }

// `a, b, c`
StatementLocks on_each(std::string_view mode, Phrase& phrase) {
  StatementLocks locks;
  do {
    phrase.take("ONLY");
    std::string name = phrase.take_name();
    if (!name.empty()) locks.taken.push_back({std::string(mode), std::move(name)});
    phrase.take_sign("*");
  } while (phrase.take_sign(","));
  return locks;
}

bool take_any(Phrase& phrase, std::initializer_list<std::string_view> words) {
  for (const std::string_view word : words) {
    if (phrase.take(word)) return true;
  }
  return false;
}

// Tables that foreign keys of the statement refer to.
void add_referenced(std::string_view statement, StatementLocks& locks) {
  Phrase phrase(statement);
  while (phrase.skip_anywhere_to("REFERENCES")) {
    TableLock lock{std::string(kShareRowExclusive), phrase.take_name()};
    if (lock.object.empty()) continue;
    bool known = false;
    for (const TableLock& taken : locks.taken) known = known || taken.object == lock.object;
    if (!known) locks.taken.push_back(std::move(lock));
  }
}

// The name behind the next place of this word, outside of parentheses.
StatementLocks behind(std::string_view word, std::string_view mode, Phrase& phrase) {
  return phrase.skip_to(word) ? on(mode, phrase.take_name()) : StatementLocks{};
}

StatementLocks of_create_table(std::string_view statement, Phrase& phrase) {
  StatementLocks locks;
  const bool maybe = phrase.take_if_exists();
  std::string name = phrase.take_name();
  if (phrase.take("PARTITION") && phrase.take("OF")) locks = on(kAccessExclusive, phrase.take_name());
  add_referenced(statement, locks);
  std::erase_if(locks.taken, [&](const TableLock& lock) { return lock.object == name; });  // a key to itself
  locks.quiet = locks.taken.empty() && !Phrase(statement).skip_to("INHERITS");
  if (!maybe) locks.creates = std::move(name);
  return locks;
}

StatementLocks of_create(std::string_view statement, Phrase& phrase) {
  const bool replaces = phrase.take("OR") && phrase.take("REPLACE");
  if (phrase.take("POLICY")) return behind("ON", kAccessExclusive, phrase);
  if (phrase.take("RULE")) return behind("TO", kAccessExclusive, phrase);
  phrase.take("CONSTRAINT");
  if (phrase.take("TRIGGER")) return behind("ON", kShareRowExclusive, phrase);
  if (replaces) return {};
  phrase.take("UNLOGGED");
  if (phrase.take("TABLE")) return of_create_table(statement, phrase);
  phrase.take("UNIQUE");
  if (!phrase.take("INDEX")) {
    return take_any(phrase, {"TYPE", "DOMAIN", "SCHEMA", "SEQUENCE", "FUNCTION", "PROCEDURE", "VIEW", "ROLE", "USER"})
               ? quiet()
               : StatementLocks{};
  }
  if (phrase.take("CONCURRENTLY")) return quiet();
  if (!phrase.skip_to("ON")) return {};
  phrase.take("ONLY");
  return on(kShare, phrase.take_name());
}

// Of one action, by its first words; empty: not known.
std::string_view mode_of_action(Phrase& phrase) {
  if (phrase.take("ADD")) {
    if (phrase.take("CONSTRAINT")) (void)phrase.take_name();
    return phrase.take("FOREIGN") ? kShareRowExclusive : kAccessExclusive;
  }
  if (phrase.take("ENABLE") || phrase.take("DISABLE")) {
    if (take_any(phrase, {"ALWAYS", "REPLICA"}) && !phrase.take("TRIGGER")) return kAccessExclusive;
    if (phrase.take("TRIGGER")) return kShareRowExclusive;
    return take_any(phrase, {"RULE", "ROW"}) ? kAccessExclusive : std::string_view();
  }
  if (phrase.take("ALTER")) {
    phrase.take("COLUMN");
    (void)phrase.take_name();
    if (take_any(phrase, {"TYPE", "DROP", "ADD"})) return kAccessExclusive;
    return phrase.take("SET") && take_any(phrase, {"DATA", "DEFAULT", "NOT", "STORAGE"}) ? kAccessExclusive
                                                                                         : std::string_view();
  }
  if (phrase.take("SET"))
    return take_any(phrase, {"SCHEMA", "LOGGED", "UNLOGGED", "TABLESPACE"}) ? kAccessExclusive : std::string_view();
  return take_any(phrase, {"DROP", "RENAME", "OWNER", "INHERIT", "NO", "REPLICA", "FORCE"}) ? kAccessExclusive
                                                                                            : std::string_view();
}

StatementLocks of_alter_table(std::string_view statement, Phrase& phrase) {
  phrase.take_if_exists();
  phrase.take("ONLY");
  std::string table = phrase.take_name();
  phrase.take_sign("*");
  if (phrase.take("ATTACH")) {
    return phrase.take("PARTITION") ? on(kAccessExclusive, phrase.take_name()) : StatementLocks{};
  }
  if (phrase.take("DETACH")) {
    StatementLocks locks = on(kAccessExclusive, std::move(table));
    if (phrase.take("PARTITION")) locks.taken.push_back({std::string(kAccessExclusive), phrase.take_name()});
    return phrase.take("CONCURRENTLY") || phrase.take("FINALIZE") ? StatementLocks{} : locks;
  }
  if (phrase.take("VALIDATE")) return phrase.skip_to_sign(",") ? StatementLocks{} : quiet();
  const std::string_view mode = mode_of_action(phrase);
  // Another action may need a stronger lock.
  bool several = false;
  if (mode != kAccessExclusive) {
    Phrase rest = phrase;
    several = rest.skip_to_sign(",");
  }
  if (mode.empty() || several) return {};
  StatementLocks locks = on(mode, std::move(table));
  add_referenced(statement, locks);
  return locks;
}

StatementLocks of_alter(std::string_view statement, Phrase& phrase) {
  if (phrase.take("TABLE")) return of_alter_table(statement, phrase);
  if (phrase.take("POLICY")) return behind("ON", kAccessExclusive, phrase);
  if (take_any(phrase, {"ROLE", "USER", "DATABASE", "SCHEMA", "FUNCTION", "PROCEDURE", "DEFAULT"})) return quiet();
  return {};
}

StatementLocks of_drop(Phrase& phrase) {
  if (take_any(phrase, {"TRIGGER", "POLICY", "RULE"})) return behind("ON", kAccessExclusive, phrase);
  if (phrase.take("MATERIALIZED") || phrase.take("FOREIGN")) {
    if (!take_any(phrase, {"VIEW", "TABLE"})) return {};
  } else if (phrase.take("INDEX")) {
    if (phrase.take("CONCURRENTLY")) return quiet();
    phrase.take_if_exists();
    StatementLocks locks = on(kAccessExclusive, phrase.take_name());
    for (TableLock& lock : locks.taken) lock.object += " and its table";
    return locks;
  } else if (!take_any(phrase, {"TABLE", "VIEW", "SEQUENCE"})) {
    return {};
  }
  phrase.take_if_exists();
  return on_each(kAccessExclusive, phrase);
}

StatementLocks of_lock(Phrase& phrase) {
  phrase.take("TABLE");
  StatementLocks locks = on_each(kAccessExclusive, phrase);
  if (!phrase.take("IN")) return locks;
  std::string mode;
  if (phrase.take("ACCESS")) {
    if (phrase.take("EXCLUSIVE")) mode = kAccessExclusive;
  } else if (phrase.take("EXCLUSIVE")) {
    mode = kExclusive;
  } else if (phrase.take("SHARE") && !phrase.take("UPDATE")) {
    mode = phrase.take("ROW") ? kShareRowExclusive : kShare;
  }
  if (mode.empty()) return quiet();
  for (TableLock& lock : locks.taken) lock.mode = mode;
  return locks;
}

StatementLocks of_reindex(Phrase& phrase) {
  if (phrase.take_options("CONCURRENTLY")) return quiet();
  const bool table = phrase.take("TABLE");
  if (!table && !phrase.take("INDEX")) return {};
  if (phrase.take("CONCURRENTLY")) return quiet();
  return on(table ? kShare : kAccessExclusive, phrase.take_name());
}

StatementLocks of_others(Phrase& phrase) {
  if (phrase.take("TRUNCATE")) {
    phrase.take("TABLE");
    return on_each(kAccessExclusive, phrase);
  }
  if (phrase.take("LOCK")) return of_lock(phrase);
  if (phrase.take("REINDEX")) return of_reindex(phrase);
  if (phrase.take("CLUSTER")) {
    phrase.take_options("");
    phrase.take("VERBOSE");
    return on(kAccessExclusive, phrase.take_name());
  }
  if (phrase.take("REFRESH")) {
    if (!phrase.take("MATERIALIZED") || !phrase.take("VIEW")) return {};
    const bool concurrently = phrase.take("CONCURRENTLY");
    return on(concurrently ? kExclusive : kAccessExclusive, phrase.take_name());
  }
  return take_any(phrase, {"INSERT", "UPDATE", "DELETE", "MERGE", "COPY", "COMMENT", "GRANT", "REVOKE", "SET", "RESET"})
             ? quiet()
             : StatementLocks{};
}

}  // namespace

StatementLocks locks_of(std::string_view statement) {
  Phrase phrase(statement);
  if (phrase.take("CREATE")) return of_create(statement, phrase);
  if (phrase.take("ALTER")) return of_alter(statement, phrase);
  if (phrase.take("DROP")) return of_drop(phrase);
  return of_others(phrase);
}

}  // namespace aludel::postgresql
