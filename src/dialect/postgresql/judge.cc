#include "dialect/postgresql/judge.h"

#include <algorithm>

#include "dialect/postgresql/alone.h"
#include "dialect/postgresql/phrase.h"

namespace aludel::postgresql {
namespace {

Judgement control(StatementKind kind) { return {.kind = kind}; }

Judgement refused(std::string reason, std::string help) {
  return {.kind = StatementKind::kRefused, .reason = std::move(reason), .help = std::move(help)};
}

// A transaction with options of its own is not the one that Aludel opens.
Judgement begins(Phrase& phrase) {
  if (!phrase.take("WORK")) phrase.take("TRANSACTION");
  return control(phrase.at_end() ? StatementKind::kBegin : StatementKind::kControl);
}

Judgement commits(Phrase& phrase) {
  if (!phrase.take("WORK")) phrase.take("TRANSACTION");
  return control(phrase.at_end() ? StatementKind::kCommit : StatementKind::kControl);
}

Judgement of_session(RunMode mode) {
  if (joins_revision(mode)) return {};
  return {.kind = StatementKind::kAlone, .of_session = true};
}

Judgement judge_set(Phrase& phrase, RunMode mode) {
  if (phrase.take("TRANSACTION")) return control(StatementKind::kControl);
  if (phrase.take("LOCAL")) return phrase.take("TRANSACTION") ? control(StatementKind::kControl) : Judgement{};
  if (phrase.take("CONSTRAINTS")) return {};
  if (phrase.take("SESSION") && phrase.take("CHARACTERISTICS")) return control(StatementKind::kControl);
  return of_session(mode);
}

Judgement judge_copy(std::string_view statement) {
  Phrase from(statement);
  if (from.skip_to("FROM") && from.take("STDIN")) {
    return refused(
        "`COPY ... FROM STDIN` reads its rows from the client, and a revision file holds statements only",
        "write the rows as INSERT ... VALUES; for a large table read a file of the server with `COPY ... FROM "
        "'/path'`, or load it with `\\copy` outside of migrations");
  }
  Phrase to(statement);
  if (to.skip_to("TO") && to.take("STDOUT")) {
    return refused("`COPY ... TO STDOUT` sends rows to the client, where nobody reads them",
                   "take it out, or write a file of the server with `COPY ... TO '/path'`");
  }
  return {};
}

Judgement judge_discard(Phrase& phrase, RunMode mode) {
  if (!phrase.take("ALL")) return of_session(mode);
  return refused("`DISCARD ALL` drops the lock that keeps a second run away",
                 "take it out: the session is put back after each revision");
}

Judgement judge_create(Phrase& phrase, RunMode mode) {
  if (phrase.take("GLOBAL") || phrase.take("LOCAL")) return of_session(mode);
  return phrase.take("TEMP") || phrase.take("TEMPORARY") ? of_session(mode) : Judgement{};
}

Judgement judge_alone(std::string_view statement) {
  const auto alone = read_alone(statement);
  if (!alone) return {};
  return {.kind = StatementKind::kAlone, .may_join = alone->kind == AloneKind::kAddValue};
}

// By the first letter, for speed: files of data hold millions of statements that begin with another.
bool may_matter(char first) {
  constexpr std::string_view kLetters = "ABCDELPRSUVabcdelprsuv";
  return kLetters.find(first) != std::string_view::npos;
}

Judgement judge_words(std::string_view statement, RunMode mode) {
  Phrase phrase(statement);
  if (phrase.take("UPDATE") || phrase.take("DELETE") || phrase.take("SELECT")) return {};
  if (phrase.take("BEGIN")) return begins(phrase);
  if (phrase.take("START"))
    return phrase.take("TRANSACTION") && phrase.at_end() ? control(StatementKind::kBegin)
                                                         : control(StatementKind::kControl);
  if (phrase.take("COMMIT") || phrase.take("END")) return commits(phrase);
  for (const std::string_view word : {"ABORT", "ROLLBACK", "SAVEPOINT", "RELEASE"}) {
    if (phrase.take(word)) return control(StatementKind::kControl);
  }
  if (phrase.take("PREPARE")) return phrase.take("TRANSACTION") ? control(StatementKind::kControl) : of_session(mode);
  if (phrase.take("SET")) return judge_set(phrase, mode);
  if (phrase.take("DISCARD")) return judge_discard(phrase, mode);
  for (const std::string_view word : {"RESET", "LISTEN", "UNLISTEN", "DEALLOCATE", "LOAD"}) {
    if (phrase.take(word)) return of_session(mode);
  }
  if (phrase.take("COPY")) return judge_copy(statement);
  if (phrase.take("CREATE")) {
    const Judgement judgement = judge_create(phrase, mode);
    return judgement.kind == StatementKind::kOrdinary ? judge_alone(statement) : judgement;
  }
  return judge_alone(statement);
}

bool mentions(std::string_view statement, std::string_view lower, std::string_view upper) {
  return statement.find(lower) != std::string_view::npos || statement.find(upper) != std::string_view::npos;
}

}  // namespace

Judgement Judge::judge(std::string_view statement, RunMode mode) {
  if (statement.empty() || !may_matter(statement.front())) return {};
  return judge_words(statement, mode);
}

bool may_change_session(std::string_view statement) {
  if (mentions(statement, "set_config", "SET_CONFIG") || mentions(statement, "pg_temp", "PG_TEMP")) return true;
  Phrase phrase(statement);
  if (phrase.take("CREATE")) return judge_create(phrase, RunMode::kStatementwise).of_session;
  constexpr std::string_view kQuiet[] = {"INSERT",   "UPDATE", "DELETE",  "MERGE",  "ALTER",   "DROP",
                                         "COMMENT",  "GRANT",  "REVOKE",  "COPY",   "ANALYZE", "VACUUM",
                                         "TRUNCATE", "LOCK",   "REINDEX", "REFRESH"};
  return std::none_of(std::begin(kQuiet), std::end(kQuiet), [&](std::string_view word) { return phrase.take(word); });
}

bool waits_harmlessly(std::string_view statement) {
  Phrase phrase(statement);
  if (!phrase.take("ALTER") || !phrase.take("TABLE")) return false;
  phrase.take_if_exists();
  phrase.take("ONLY");
  (void)phrase.take_name();
  if (!phrase.take("VALIDATE") || !phrase.take("CONSTRAINT")) return false;
  (void)phrase.take_name();
  return phrase.at_end();
}

}  // namespace aludel::postgresql
