// A revision outside of one transaction: what is applied stands in the progress table, so that a crash repeats nothing
// and replicas share the work. Statements that can run inside a transaction commit together with their rows there; what
// the engine refuses inside of one, or commits by itself, runs alone between two rows: an intent with a fingerprint of
// what it touches before, and the row that says it is done after. On resume the fingerprint tells what became of it; so
// where nobody else can have run since, the second row need not be committed at once: it moves with the transaction
// that comes next.
#include <algorithm>
#include <utility>

#include "core/clock.h"
#include "core/error.h"
#include "core/failpoint.h"
#include "migrate/run.h"

namespace aludel {
namespace {

// Whether an error is what the engine made of a statement, not what kept its answer away.
bool was_answered(const Error& failure) {
  return failure.code() != Code::kConnect && failure.code() != Code::kInterrupted;
}

}  // namespace

std::vector<Run::Place> Run::places_of(const PlannedStep& step) const {
  std::vector<Place> places;
  const auto judge = dialect_->judge();
  const Source source = step.file->source();
  for (const PlannedSection& section : step.sections) {
    const auto reader = dialect_->split(source, section.run);
    while (const std::optional<Span> statement = reader->next()) {
      const Judgement judgement = judge->judge(source.slice(*statement), RunMode::kStatementwise);
      const bool alone =
          judgement.kind == StatementKind::kAlone || (judgement.kind == StatementKind::kRefused && step.repeatable);
      places.push_back({*statement, alone, alone && judgement.of_session});
    }
  }
  return places;
}

void Run::run_statementwise() {
  const PlannedStep& step = plan_.steps[next_];
  const auto began = told_progress_ = Clock::now();
  const std::string started_at = utc_now_milliseconds();
  connection_->switch_session(step.wish);
  observer_->started(step);
  std::vector<Place> places = ahead_ ? std::move(ahead_->places) : places_of(step);
  // Statements before `known` are applied, compared with the file, and their effects on the session are in this
  // session.
  std::size_t known = 0;
  bool finished = false;
  bool settled = nothing_halfway_;  // what the progress table says beyond `known` is nothing
  unsaved_.reset();
  if (ahead_) {
    statement_ = 1;
    settled = run_alone(step, places, 0) == Ran::kDone;
    known = settled ? 1 : 0;
  }
  while (!finished) {
    const bool carries = unsaved_.has_value();
    const Ran begun = begin_statement(step, places);
    if (begun == Ran::kElsewhere) return;
    if (begun == Ran::kAgain) {
      settled = false;
      continue;
    }
    nothing_beyond_ = carries || (settled && connection_->kept_lock());
    const Applied applied = nothing_beyond_ ? Applied{known, {}} : compare_applied(step, places, known);
    if (repeat_session(step, places, known, applied.count)) {
      known = applied.count;
      continue;
    }
    known = applied.count;
    statement_ = std::min(known + 1, places.size());
    const std::size_t end = applied.begun ? known + 1 : group_end(step, places, known);
    Ran ran = Ran::kDone;
    if (applied.begun) {  // first, for it may stand in the file no longer
      ran = recover(step, places, known, *applied.begun, started_at);
    } else if (known == places.size()) {
      ran = finish_statements(step, places, started_at);
    } else if (places[known].alone) {
      ran = run_alone(step, places, known);
    } else {
      ran = run_inside(step, places, known, started_at);
    }
    if (ran == Ran::kElsewhere) return;
    if (ran == Ran::kDone) known = end;
    settled = ran == Ran::kDone;
    finished = ran == Ran::kDone && known == places.size() && !unsaved_;
    tell_progress(step, known);
  }
  took_[next_] = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - began);
  ++next_;
  tell_committed(next_ - 1, next_);
  if (connection_->session_changed()) connection_->reopen();
}

// Begins the transaction that the next statements run in, or that says that the next one will run alone. The outcome of
// the one that ran alone before is in it. kElsewhere: another process finished the revision.
Run::Ran Run::begin_statement(const PlannedStep& step, const std::vector<Place>& places) {
  statement_ = 0;
  if (!unsaved_) {
    if (!begin()) return Ran::kElsewhere;
    progress_.create();
    return Ran::kDone;
  }
  const auto index = static_cast<std::size_t>(unsaved_->step) - 1;
  statement_ = index + 1;
  try {
    if (!begin()) return Ran::kElsewhere;
    const bool kept = connection_->kept_lock();
    if (!kept && compare_applied(step, places, index).count > index) {
      unsaved_.reset();
      connection_->rollback();
      return Ran::kAgain;
    }
    if (index + 1 == places.size()) return Ran::kDone;  // the revision's own outcome says it
    if (kept) {
      progress_.settle(step.id, step.step.direction, unsaved_->step);
      return Ran::kDone;
    }
    progress_.write(step.id, step.step.direction, *unsaved_);
    commit();
    tell_held(step);
  } catch (const Error& failure) {
    connection_->rollback();
    if (!connection_->wait_to_retry()) report_halfway(step, index, failure);
  }
  return Ran::kAgain;
}

void Run::commit() {
  connection_->commit();
  unsaved_.reset();
}

// The place after the last statement that runs in one transaction with the one at `index`.
std::size_t Run::group_end(const PlannedStep& step, const std::vector<Place>& places, std::size_t index) {
  if (index == places.size()) return index;
  if (places[index].alone || !step.grouped) return index + 1;
  const auto begin = places.begin() + static_cast<std::ptrdiff_t>(index);
  const auto end = std::find_if(begin, places.end(), [](const Place& place) { return place.alone; });
  return static_cast<std::size_t>(end - places.begin());
}

// Pragmas of statements that an earlier run, or another process, applied: they set up its session, not ours. False:
// there are none.
bool Run::repeat_session(const PlannedStep& step, const std::vector<Place>& places, std::size_t from,
                         std::size_t until) {
  const auto begin = places.begin() + static_cast<std::ptrdiff_t>(from);
  const auto end = places.begin() + static_cast<std::ptrdiff_t>(until);
  if (std::none_of(begin, end, [](const Place& place) { return place.of_session; })) return false;
  connection_->rollback();
  for (std::size_t i = from; i < until; ++i) {
    if (!places[i].of_session) continue;
    statement_ = i + 1;
    try {
      connection_->run(step.file->source(), places[i].statement, RunMode::kAlone);
    } catch (const Error& failure) {
      report_halfway(step, until, failure);
    }
  }
  return true;
}

void Run::note_progress(const PlannedStep& step, const ProgressEntry& entry) {
  if (nothing_beyond_) {
    progress_.add(step.id, step.step.direction, entry);
  } else {
    progress_.write(step.id, step.step.direction, entry);
  }
}

// Says in the open transaction that the statements from `begin` to `end` are applied, and after the last one that the
// revision is; commits.
void Run::complete(const PlannedStep& step, const std::vector<Place>& places, std::size_t begin, std::size_t end,
                   const std::string& started_at) {
  if (end < places.size()) {
    for (std::size_t i = begin; i < end; ++i) {
      const std::string_view text = step.file->source().slice(places[i].statement);
      note_progress(step, {static_cast<std::int64_t>(i) + 1, progress_text(text), true, {}});
    }
  } else {
    finish(step, started_at);
    progress_.forget(step.id);
    progress_.drop_if_empty();
    begin_ahead(step);
  }
  try {
    commit();
  } catch (...) {
    ahead_.reset();
    throw;
  }
  tell_held(step);
}

// Says in the open transaction that the revision is applied, after its last statement.
Run::Ran Run::finish_statements(const PlannedStep& step, const std::vector<Place>& places,
                                const std::string& started_at) {
  try {
    complete(step, places, places.size(), places.size(), started_at);
  } catch (const Error& failure) {
    connection_->rollback();
    if (!connection_->wait_to_retry()) report_halfway(step, places.size(), failure);
    return Ran::kAgain;
  }
  return Ran::kDone;
}

Run::Ran Run::run_inside(const PlannedStep& step, std::vector<Place>& places, std::size_t index,
                         const std::string& started_at) {
  const Source source = step.file->source();
  const std::size_t end = group_end(step, places, index);
  try {
    connection_->start_revision(step.wish);
    for (std::size_t i = index; i < end; ++i) {
      statement_ = i + 1;
      connection_->run(source, places[i].statement, RunMode::kStatementwise);
      step.file->bytes().release_before(places[i].statement.end);
    }
    connection_->check_revision(step.wish);
    tell_losses(step);
    complete(step, places, index, end, started_at);
  } catch (const Error& failure) {
    statement_ -= std::min(statement_ - index - 1, connection_->statements_behind());
    connection_->rollback();
    if (connection_->wait_to_retry()) return Ran::kAgain;
    if (!connection_->must_run_alone()) report_halfway(step, index, failure);
    places[statement_ - 1].alone = true;  // found by running it
    return Ran::kAgain;
  }
  return Ran::kDone;
}

Run::Ran Run::run_alone(const PlannedStep& step, const std::vector<Place>& places, std::size_t index) {
  const Source source = step.file->source();
  const Place& place = places[index];
  Intent intent;
  intent.entry.step = static_cast<std::int64_t>(index) + 1;
  try {
    if (std::optional<Ahead> ahead = std::exchange(ahead_, std::nullopt)) {
      intent.entry = std::move(ahead->intent);
      failpoint("alone.before");
      intent.running = true;
      connection_->run(source, place.statement, RunMode::kAlone);
    } else {
      intent = intent_of(step, place, index);
      note_progress(step, intent.entry);
      connection_->commit_and_run(source, place.statement, [&] {
        unsaved_.reset();
        intent.running = true;
        failpoint("alone.before");
      });
    }
    intent.running = false;
    unsaved_ = {intent.entry.step, intent.entry.sql, true, {}};
    failpoint("alone.after");
  } catch (Error& failure) {
    connection_->rollback();
    if (connection_->wait_to_retry()) return Ran::kAgain;
    fail_alone(step, place, intent, std::move(failure));
  }
  return Ran::kDone;
}

// In the open transaction.
Run::Intent Run::intent_of(const PlannedStep& step, const Place& place, std::size_t index) {
  const std::string_view text = step.file->source().slice(place.statement);
  Intent intent{{static_cast<std::int64_t>(index) + 1, progress_text(text), false, {}}, {}};
  const bool harmless = step.repeatable || place.of_session;
  if (!harmless) intent.entry.fingerprint = connection_->fingerprint(text);
  if (step.repeatable) intent.before = fingerprint_or_nothing(text);
  return intent;
}

void Run::fail_alone(const PlannedStep& step, const Place& place, const Intent& intent, Error failure) {
  const Source source = step.file->source();
  if (failure.diagnostic().places.empty())
    failure.diagnostic().places.push_back(source.locate(place.statement, "this statement"));
  const std::string& fingerprint = intent.entry.fingerprint;
  const bool ended = fingerprint.empty() ? intent.running && was_answered(failure) : connection_->took_no_effect();
  if (ended) withdraw_intent(step, source.slice(place.statement), intent, failure);
  const auto number = static_cast<std::size_t>(intent.entry.step);
  report_halfway(step, unsaved_ && unsaved_->step == intent.entry.step ? number : number - 1, std::move(failure));
}

void Run::begin_ahead(const PlannedStep& step) {
  if (next_ + 1 >= plan_.steps.size() || !nothing_halfway_ || !connection_->kept_lock()) return;
  const PlannedStep& next = plan_.steps[next_ + 1];
  if (next.transaction() || next.repeatable || next.wish != step.wish) return;
  if (connection_->session_changed() || connection_->interrupted()) return;
  std::vector<Place> places = places_of(next);
  if (places.empty() || !places.front().alone) return;
  ProgressEntry intent;
  try {
    intent = intent_of(next, places.front(), 0).entry;
  } catch (const Error&) {
    return;  // it is met again, in its turn
  }
  progress_.add(next.id, next.step.direction, intent);
  ahead_ = {std::move(places), std::move(intent)};
}

std::string Run::fingerprint_or_nothing(std::string_view statement) {
  try {
    return connection_->fingerprint(statement);
  } catch (const Error&) {
    return {};  // such a statement cannot be told from, or its user may not look
  }
}

// The engine answered with an error, or the statement did not come to it, so it is not in flight: whoever changes what
// it touches before the next run shall not make it look done.
void Run::withdraw_intent(const PlannedStep& step, std::string_view text, const Intent& intent,
                          Error& failure) noexcept {
  const std::string& fingerprint = step.repeatable ? intent.before : intent.entry.fingerprint;
  try {
    if (!fingerprint.empty() && connection_->fate_of(text, fingerprint) != Fate::kNotDone)
      failure.diagnostic().notes.emplace_back(
          "what the statement touches is not as it was before: see who changed it, or whether a part of it was done");
    connection_->begin();
    progress_.remove(step.id, step.step.direction, intent.entry.step);
    connection_->commit();
  } catch (...) {
    connection_->rollback();  // no connection, say: the next run compares
  }
}

// What ran alone is known to be done, so that the next run need not find out.
void Run::save_outcome(const PlannedStep& step) noexcept {
  if (!unsaved_) return;
  try {
    connection_->begin();
    if (connection_->kept_lock()) {
      progress_.settle(step.id, step.step.direction, unsaved_->step);
      commit();
    }
  } catch (...) {
    // No connection, say: the next run compares.
  }
  connection_->rollback();
  unsaved_.reset();
}

void Run::report_halfway(const PlannedStep& step, std::size_t applied, Error failure) {
  save_outcome(step);
  if (applied > 0 && failure.code() != Code::kPartlyApplied) {
    Diagnostic& diagnostic = failure.diagnostic();
    diagnostic.notes.push_back(
        fmt::format("{} of {} statements of this revision are applied and stay", applied, step.statements));
    const bool of_file = failure.code() != Code::kConnect && failure.code() != Code::kInterrupted &&
                         failure.code() != Code::kLockTimeout;
    if (of_file)
      diagnostic.help.emplace_back("repair the file from this statement on, then run the same command again");
  }
  report(step, std::move(failure), {});
}

}  // namespace aludel
