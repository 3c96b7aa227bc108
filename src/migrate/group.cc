// Revisions that run inside a transaction: a savepoint each, several to a transaction (docs/decisions: one commit a
// second).
#include <algorithm>
#include <utility>

#include "core/clock.h"
#include "core/error.h"
#include "migrate/batch.h"
#include "migrate/run.h"

namespace aludel {
namespace {

using std::chrono::duration_cast;
using std::chrono::microseconds;

constexpr std::chrono::seconds kCommitEvery{1};
constexpr std::size_t kStatementsBetweenLooks = 256;  // at the clock

}  // namespace

void Run::run_group() {
  const std::size_t first = next_;
  connection_->switch_session(plan_.steps[first].wish);
  try {
    if (!begin_group()) return;
  } catch (const Error&) {
    if (land()) throw;
    return;
  }
  const auto deadline = Clock::now() + kCommitEvery;
  while (next_ < plan_.steps.size()) {
    PlannedStep& step = plan_.steps[next_];
    if (!step.transaction() || !connection_->fits(step.wish)) break;
    if (std::optional<Error> failure = run_step(step)) {
      if (!land()) return;
      if (!again(first)) settle(first, std::move(*failure));
      return;
    }
    ++next_;
    if (transactions_ == Transactions::kSingle) continue;
    // The next revision must not see this one's session.
    if (connection_->session_changed() || transactions_ == Transactions::kPerRevision || Clock::now() >= deadline)
      break;
  }
  commit_group(first);
}

// Whether the transaction that just failed runs again as a whole: it only met somebody's lock, or another process.
bool Run::again(std::size_t first) {
  if (dialect_->capabilities().shared_transactions) return false;
  connection_->rollback();
  if (!connection_->wait_to_retry()) return false;
  next_ = first;
  return true;
}

// Runs a step between begin() and commit(). After a failure the step is undone, or the whole transaction is.
std::optional<Error> Run::run_step(PlannedStep& step) {
  const auto began = Clock::now();
  const std::string started_at = utc_now_milliseconds();
  statement_ = 0;
  if (flying_) {
    flying_->next = &step;
  } else {
    observer_->started(step);
  }
  const bool shared = transactions_ == Transactions::kShared;
  try {
    if (shared) connection_->savepoint();
    try {
      if (step.batch) expand(step);
      connection_->start_revision(step.wish);
      run_statements(step);
      connection_->check_revision(step.wish);
      tell_losses(step);
      finish(step, started_at);
      if (shared) connection_->release();
    } catch (const Error&) {
      statement_ -= std::min(statement_, connection_->statements_behind());
      if (shared && connection_->in_transaction()) connection_->rollback_to_savepoint();
      throw;
    }
  } catch (const Error& failure) {
    return failure;
  }
  took_[next_] = duration_cast<microseconds>(Clock::now() - began);
  return std::nullopt;
}

void Run::expand(PlannedStep& step) {
  const SchemaDialect& schemas = require_schemas(*dialect_);
  BatchRehearsal(schemas, schemas.schema_sql(*connection_, tables_.names())).pass(step);
}

void Run::run_statements(const PlannedStep& step) {
  const Source source = step.file->source();
  told_progress_ = Clock::now();
  for (const PlannedSection& section : step.sections) {
    const auto reader = dialect_->split(source, section.run);
    while (const std::optional<Span> statement = reader->next()) {
      ++statement_;
      connection_->run(source, *statement, step.mode);
      if (!connection_->in_transaction()) {
        throw error(Code::kTransactionEnded, "the database ended the transaction by itself")
            .at(source.locate(*statement, "after this statement"));
      }
      step.file->bytes().release_before(statement->end);
      if (statement_ % kStatementsBetweenLooks == 0) tell_progress(step, statement_);
    }
  }
}

void Run::commit_group(std::size_t first) {
  if (!land()) return;
  const auto began = Clock::now();
  try {
    if (commit_ahead(first)) return;
    connection_->commit();
  } catch (const Error& failure) {
    if (again(first)) return;
    connection_->rollback();
    --next_;  // the step to be named, if it is to be told
    // Its statements may have been sent with the commit.
    statement_ = transactions_ == Transactions::kShared
                     ? 0
                     : statement_ - std::min(statement_, connection_->statements_behind());
    return lost(first, failure);
  }
  if (next_ == first + 1) took_[first] += duration_cast<microseconds>(Clock::now() - began);
  tell_held(plan_.steps[next_ - 1]);
  tell_committed(first, next_);
  if (connection_->session_changed()) connection_->reopen();
}

// Sends the commit of the step before next_ without waiting for it, if the step after it can be sent meanwhile. Not
// before a long one: that this one is committed is told when the next one was sent.
bool Run::commit_ahead(std::size_t first) {
  if (transactions_ != Transactions::kPerRevision || next_ >= plan_.steps.size()) return false;
  const PlannedStep& next = plan_.steps[next_];
  if (!next.transaction() || next.statements >= kStatementsBetweenLooks) return false;
  if (!connection_->fits(next.wish) || !connection_->commit_ahead(flush_)) return false;
  flying_ = {first, rows_here_, Clock::now(), nullptr};
  return true;
}

// Waits for the commit that is under way, if one is. False: it failed, and runs again, or not; what was begun after it
// is gone.
bool Run::land() {
  if (!flying_) return true;
  const Flying flying = std::move(*flying_);
  flying_.reset();
  try {
    connection_->finish_commit();
  } catch (const Error& failure) {
    const std::size_t behind = connection_->statements_behind();
    if (again(flying.step)) return false;
    next_ = flying.step;
    const PlannedStep& step = plan_.steps[next_];
    statement_ = step.statements - std::min(step.statements, behind);
    report(step, failure, "");
  }
  took_[flying.step] += duration_cast<microseconds>(Clock::now() - flying.since);
  tell_committed(flying.step, flying.step + 1);
  rows_ = flying.rows;
  if (flying.next != nullptr) observer_->started(*flying.next);
  return true;
}

// Step next_ failed. What came before it in its transaction stays, as if each had had its own.
void Run::settle(std::size_t first, Error failure) {
  const bool single = transactions_ == Transactions::kSingle;
  if (transactions_ == Transactions::kShared && !connection_->in_transaction()) return lost(first, std::move(failure));
  const PlannedStep& step = plan_.steps[next_];
  if (single || next_ == first) {
    connection_->rollback();
    report(step, std::move(failure), single ? "nothing of this run was kept" : "");
  }
  try {
    connection_->commit();
  } catch (const Error&) {
    connection_->rollback();
    return lost(first, std::move(failure));
  }
  tell_committed(first, next_);
  report(step, std::move(failure), {});
}

// The transaction is gone, with all steps since `first`. They run again, each alone: those before the one that failed
// succeed again, and that one fails again and takes nothing with it. This happens once in a run, so it ends.
void Run::lost(std::size_t first, Error failure) {
  const PlannedStep& step = plan_.steps[next_];
  const bool alone = next_ == first;
  const bool final = failure.code() == Code::kInterrupted || failure.code() == Code::kLockTimeout;
  if (alone || final || transactions_ != Transactions::kShared) {
    report(step, std::move(failure), transactions_ == Transactions::kSingle ? "nothing of this run was kept" : "");
  }
  if (connection_->session_changed()) connection_->reopen();
  transactions_ = Transactions::kPerRevision;
  observer_->restarting(next_ - first);
  next_ = first;
}

void Run::rehearse() {
  do {
    if (plan_.empty()) return;
    connection_->switch_session(plan_.steps.front().wish);
  } while (!begin());
  for (; next_ < plan_.steps.size(); ++next_) {
    PlannedStep& step = plan_.steps[next_];
    if (std::optional<Error> failure = run_step(step)) {
      connection_->rollback();
      // Nothing is recorded: a rehearsal leaves no trace.
      throw std::move(*failure)
          .note(fmt::format("in revision `{}`, statement {} of {}", step.id, statement_, step.statements))
          .note("nothing was changed: this was a dry run");
    }
    ++result_.steps;
    observer_->rehearsed(step, took_[next_]);
  }
  connection_->rollback();
}

}  // namespace aludel
