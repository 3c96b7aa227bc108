#include "dialect/mariadb/judge.h"

#include <optional>

#include <fmt/core.h>

#include "core/error.h"
#include "dialect/mariadb/kinds.h"
#include "dialect/mariadb/tokens.h"

namespace aludel::mariadb {
namespace {

constexpr std::string_view kRepeatable = "if it can be run again without harm, say so: `-- migrate:up repeatable:true`";

// Words of which one must occur before a statement that moves with the journal is looked at more closely: a file may
// hold millions of them.
bool is_plain(std::string_view statement) {
  return statement.find('@') == std::string_view::npos && !mentions(statement, "_INSERT_ID") &&
         !mentions(statement, "_ALL_LOCKS") && !mentions(statement, "TFILE") && !mentions(statement, "PFILE") &&
         !mentions(statement, "LOCAL");
}

Judgement refused(std::string reason, std::string_view help, bool repeatable = true) {
  Judgement judgement{StatementKind::kRefused, std::move(reason), std::string(help)};
  judgement.repeatable = repeatable;
  if (repeatable) judgement.help += fmt::format("{}{}", help.empty() ? "" : "; or, ", kRepeatable);
  return judgement;
}

// What no section may do, whatever it promises.
std::optional<Judgement> forbidden(const Head& head, std::string_view statement) {
  if (head.verb == "SET" && mentions(statement, "AUTOCOMMIT")) return Judgement{StatementKind::kControl};
  if (head.verb == "SET" && mentions(statement, "NO_BACKSLASH_ESCAPES")) {
    return refused("`NO_BACKSLASH_ESCAPES` changes how the rest of the file is read",
                   "leave it out of sql_mode, and double the backslashes", false);
  }
  if (mentions(statement, "RELEASE_ALL_LOCKS")) {
    return refused("it releases the lock that keeps other runs out", "release your own locks by name", false);
  }
  if (head.verb == "LOAD" && mentions(statement, "LOCAL")) {
    return refused("`LOAD DATA LOCAL` reads a file of the machine that Aludel happens to run on",
                   "write the rows as INSERT statements", false);
  }
  if (mentions(statement, "OUTFILE") || mentions(statement, "DUMPFILE")) {
    for (const std::string& name : names_in(statement)) {
      if (name == "outfile" || name == "dumpfile")
        return refused("it writes a file on the server, which no downgrade takes back", "leave it to a script", false);
    }
  }
  return std::nullopt;
}

// `DROP TABLE a; DROP TABLE b;`
std::string one_by_one(const Head& head) {
  std::string rewrite;
  for (const std::string& name : head.names)
    rewrite += fmt::format("{}DROP {} {};", rewrite.empty() ? "" : " ", head.object, name);
  return fmt::format("write `{}`", rewrite);
}

Judgement judgement_of(const Kind& kind, const Head& head) {
  switch (kind.recovery) {
    case Recovery::kMoves:
      return {};
    case Recovery::kVisible:
    case Recovery::kHarmless:
      return {StatementKind::kAlone};
    case Recovery::kSession:
      return {.kind = StatementKind::kAlone, .of_session = true};
    case Recovery::kBegin:
      return {StatementKind::kBegin};
    case Recovery::kCommit:
      return {StatementKind::kCommit};
    case Recovery::kControl:
      return {StatementKind::kControl};
    case Recovery::kNever:
      break;
  }
  return refused(fmt::format("`{}` cannot be resumed: {}",
                             head.object.empty() ? head.verb : head.verb + " " + head.object, kind.reason),
                 head.names.size() > 1 ? one_by_one(head) : std::string(kind.help));
}

// Needs the privilege PROCESS.
bool may_see_numbers(Connection& connection) {
  try {
    connection.query("SELECT table_id FROM information_schema.innodb_sys_tables LIMIT 0", [](Row) {});
  } catch (const Error& failure) {
    if (failure.code() == Code::kConnect) throw;
    return false;
  }
  return true;
}

}  // namespace

Judgement Judge::judge(std::string_view statement, RunMode mode) {
  const bool every_statement_commits = mode == RunMode::kStatementwise;
  Head head;
  head.verb = verb_of(statement);
  const bool moves = always_moves(head.verb);
  if (!moves) head = head_of(statement);
  if (!moves || !is_plain(statement)) {
    if (std::optional<Judgement> judgement = forbidden(head, statement)) return *std::move(judgement);
  }
  const Kind* kind = kind_of(head);
  if (kind == nullptr) {
    return refused(fmt::format("`{}` is no kind of statement that Aludel knows how to resume after a crash",
                               head.object.empty() ? head.verb : head.verb + " " + head.object),
                   "");
  }
  if (const auto lost = carried_.take(statement, head, kind->recovery, every_statement_commits)) {
    return refused(
        fmt::format("`{}` holds what an earlier statement read, and a crash in between would lose it", *lost),
        "use it before the next statement that commits by itself, or read it again there");
  }
  if (connection_ != nullptr) {
    if (std::optional<Judgement> judgement = of_database(statement, head, *kind)) return *std::move(judgement);
  }
  return judgement_of(*kind, head);
}

void Judge::look_at(Connection& connection) {
  connection_ = &connection;
  engines_.emplace(connection);
}

std::optional<Judgement> Judge::of_database(std::string_view statement, const Head& head, const Kind& kind) {
  if (kind.recovery == Recovery::kMoves) {
    const auto table = engines_->without_transactions(written_tables(head.verb, statement));
    if (table) return refused(reason_without_transactions(*table), kMakeTransactional);
    return std::nullopt;
  }
  engines_->pass(statement, head);
  if (head.object == "TABLE" && head.verb == "ALTER" && mentions(statement, "EXCHANGE") &&
      !may_see_numbers(*connection_)) {
    return refused(
        "this user may not see the numbers of InnoDB's tables, so nobody could tell after a crash what was "
        "exchanged",
        "grant it: `GRANT PROCESS ON *.* TO user`");
  }
  return std::nullopt;
}

}  // namespace aludel::mariadb
