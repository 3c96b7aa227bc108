// Running the statements of a user's file: the part of MariadbConnection that deals with text that people wrote.
#include <algorithm>
#include <utility>

#include "core/error.h"
#include "core/failpoint.h"
#include "dialect/mariadb/connection.h"
#include "dialect/mariadb/errors.h"
#include "dialect/mariadb/fingerprint.h"
#include "dialect/mariadb/kinds.h"
#include "dialect/mariadb/literal.h"
#include "dialect/mariadb/tokens.h"

namespace aludel::mariadb {
namespace {

constexpr unsigned kEmptyQuery = 1065;      // all of it was a comment for other versions
constexpr std::size_t kTargetWithin = 400;  // bytes: the table that a statement writes to is named at its beginning

bool only_reads(std::string_view verb) { return verb == "SELECT" || verb == "SHOW" || verb == "EXPLAIN"; }

std::string_view without_end(std::string_view text) {
  while (!text.empty() && (text.back() == ';' || is_blank(text.back()))) text.remove_suffix(1);
  return text;
}

bool has_details(const Failure& failure) {
  return failure.number == 1005 || failure.number == 1025 || failure.number == 1215 || failure.number == 1030;
}

}  // namespace

std::optional<TableName> MariadbConnection::table_without_transactions(std::string_view verb,
                                                                       std::string_view statement) {
  return engines_.without_transactions(written_tables(verb, statement), revisions_database_);
}

// What only the database knows of a statement, before it runs.
void MariadbConnection::require_permitted(const Source& source, Span statement, RunMode mode, std::string_view verb) {
  if (only_reads(verb)) return;
  const std::string_view text = source.slice(statement);
  const bool moves = always_moves(verb);
  const std::string_view target = moves ? text.substr(0, std::min(text.size(), kTargetWithin)) : text;
  for (const std::string& own : settings_.own_tables) {
    if (!mentions(target, own) || !names_in(target).contains(lower(own))) continue;
    throw error(Code::kForbiddenStatement, "a revision may read `{}`, but not change it", own)
        .at(source.locate(statement, "not permitted"))
        .help("the table is Aludel's own; `aludel stamp` changes what it says");
  }
  if (mode != RunMode::kStatementwise || !moves) return;
  if (const auto table = table_without_transactions(verb, text)) {
    must_run_alone_ = true;
    throw error(Code::kForbiddenStatement, "`{}` is a table without transactions", table->text())
        .at(source.locate(statement, "not permitted"));
  }
}

std::string MariadbConnection::fingerprint(std::string_view statement) {
  const std::string verb = verb_of(statement);
  if (always_moves(verb)) {
    const auto table = table_without_transactions(verb, statement);
    throw error(Code::kForbiddenStatement, "{}", reason_without_transactions(table.value_or(TableName())))
        .help(std::string(kMakeTransactional))
        .help("or say that the section can be run again without harm: `-- migrate:up repeatable:true`");
  }
  return fingerprint_of(client_, statement, revisions_database_, engines_);
}

void MariadbConnection::note_session(std::string_view text, std::string_view verb) {
  if (verb == "SET") session_.remember();
  if (verb == "SET" || verb == "CREATE" || text.find('@') != std::string_view::npos) session_.note(text);
}

// Sends the commit with the statement behind it, unless the lock has to be asked for in between.
void MariadbConnection::commit_and_run(const Source& source, Span statement, const std::function<void()>& committed) {
  if (lock_.is_leased()) return Connection::commit_and_run(source, statement, committed);
  failpoint("tx.commit.before");
  if (!in_transaction()) throw ended();
  outbox_.add({"COMMIT"});
  run(source, statement, RunMode::kAlone, [&] {
    note_committed();
    committed();
  });
}

void MariadbConnection::run(const Source& source, Span statement, RunMode mode, const std::function<void()>& done) {
  refused_ = true;
  missed_object_ = must_run_alone_ = false;
  last_ = {};
  stop_if_interrupted();
  failpoint("stmt.before");
  const std::string_view text = without_end(source.slice(statement));
  const std::string verb = verb_of(text);
  require_permitted(source, statement, mode, verb);
  note_session(text, verb);
  if (mode == RunMode::kAlone && !lock_.still_held()) throw lost_lock();
  const Failure failure = send_with_own(text, done);
  if (failure && failure.number != kEmptyQuery) fail_statement(failure, source, statement);
  if (mode == RunMode::kAlone && !always_moves(verb)) engines_.forget(text);
  if (verb == "USE") {
    (void)client_.run("SELECT DATABASE()", Client::Stoppable::kNo,
                      [&](Row row) { database_ = revisions_database_ = row[0].value_or(""); });
  }
  if (mode == RunMode::kStatementwise && !client_.in_transaction()) {
    throw error(Code::kTransactionEnded, "the database ended the transaction by itself")
        .at(source.locate(statement, "at this statement"))
        .help("tell which statement it is: it commits by itself, and Aludel took it for one that does not");
  }
  worked_ = true;
  if (mode == RunMode::kAlone) retry_patience_.reset();
  failpoint("stmt.after");
}

// Sends a statement of a file, and with it what waits in the outbox, whose failure is thrown.
Failure MariadbConnection::send_with_own(std::string_view text, const std::function<void()>& done) {
  const bool here = database_ == target_.database && database_ == revisions_database_;
  std::optional<Outbox::Bundle> own;
  if (here) own = outbox_.take();
  if (!own) {
    send_own();
    done();
    go_to_database(Whose::kRevisions);
    refused_ = false;
    return client_.run_of_file(text);
  }
  begun_ = open_;
  Client::Both both = client_.run_behind(own->sql, text, [&] {
    refused_ = false;
    done();
  });
  if (!both.own) return std::move(both.failure);
  refused_ = !both.own.lost();
  Outbox::require_one_row(both.own, own->statements);
  fail(both.own);
}

void MariadbConnection::fail_statement(const Failure& failure, const Source& source, Span statement) {
  last_ = failure;
  refused_ = !failure.lost();
  missed_object_ = names_what_is_missing(failure);
  if (interrupted() && (was_stopped(failure) || failure.lost())) {
    throw error(Code::kInterrupted, "stopped by a signal")
        .at(source.locate(place_of({}, source, statement), "while this ran"));
  }
  std::vector<std::string> warnings;
  if (has_details(failure)) {
    (void)client_.run("SHOW WARNINGS", Client::Stoppable::kNo,
                      [&](Row row) { warnings.emplace_back(row[2].value_or("")); });
  }
  Error thrown = statement_failure(failure, source, statement, warnings, target_.shown());
  if (may_retry(failure)) {
    const auto [holder, hidden] = likely_blocker(client_);
    if (!holder.empty()) thrown.diagnostic().notes.push_back("in the way was, most likely, " + holder);
    if (hidden)
      thrown.diagnostic().help.emplace_back(
          "to be told who has the lock, let somebody grant this user `GRANT PROCESS ON *.* TO user`");
  }
  throw thrown;
}

}  // namespace aludel::mariadb
