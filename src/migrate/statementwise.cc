// A revision outside of one transaction: what is applied stands in the progress table, so that a crash repeats nothing
// and replicas share the work. Statements that can run inside a transaction commit together with their rows there; what
// the engine refuses inside of one, or commits by itself, runs alone between two rows: an intent with a fingerprint of
// what it touches before, and the row that says it is done after. On resume the fingerprint tells what became of it.
#include <algorithm>
#include <utility>

#include "core/clock.h"
#include "core/error.h"
#include "core/failpoint.h"
#include "migrate/run.h"

namespace aludel {
namespace {

constexpr std::size_t kShownText = 400;  // of a statement, in a message

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
  const auto began = Clock::now();
  const std::string started_at = utc_now_milliseconds();
  connection_->switch_session(step.wish);
  observer_->started(step);
  std::vector<Place> places = places_of(step);
  // Statements before `known` are applied, compared with the file, and their effects on the session are in this
  // session.
  std::size_t known = 0;
  bool finished = false;
  bool settled = false;  // what the progress table says beyond `known` is nothing
  while (!finished) {
    statement_ = 0;
    if (!begin()) return;  // another process finished it
    const Applied applied =
        settled && connection_->kept_lock() ? Applied{known, {}} : compare_applied(step, places, known);
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
    } else if (known == places.size()) {  // all ran, but the process died before it said so
      complete(step, places, known, known, started_at);
    } else if (places[known].alone) {
      ran = run_alone(step, places, known, started_at);
    } else {
      ran = run_inside(step, places, known, started_at);
    }
    if (ran == Ran::kElsewhere) return;
    if (ran == Ran::kDone) known = end;
    settled = ran == Ran::kDone;
    finished = ran == Ran::kDone && known == places.size();
    observer_->progress(step, known);
  }
  took_[next_] = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - began);
  ++next_;
  tell_committed(next_ - 1, next_);
  if (connection_->session_changed()) connection_->reopen();
}

// The place after the last statement that runs in one transaction with the one at `index`.
std::size_t Run::group_end(const PlannedStep& step, const std::vector<Place>& places, std::size_t index) {
  if (index == places.size()) return index;
  if (places[index].alone || !step.grouped) return index + 1;
  const auto begin = places.begin() + static_cast<std::ptrdiff_t>(index);
  const auto end = std::find_if(begin, places.end(), [](const Place& place) { return place.alone; });
  return static_cast<std::size_t>(end - places.begin());
}

// How many statements are applied; those from `known` on are compared with the file.
Run::Applied Run::compare_applied(const PlannedStep& step, const std::vector<Place>& places, std::size_t known) {
  progress_.create();
  Applied applied{known, {}};
  const auto entries = progress_.entries(step.id, step.step.direction, static_cast<std::int64_t>(known) + 1);
  for (const ProgressEntry& entry : entries) {
    if (!entry.done) {
      // One that can run again whatever happened to it does so, as long as it still stands there.
      if (!entry.fingerprint.empty() || !is_as_applied(step, places, applied.count, entry.sql)) applied.begun = entry;
      break;
    }
    if (!is_as_applied(step, places, applied.count, entry.sql)) {
      connection_->rollback();
      refuse_edit(step, places, applied.count, entry.sql);
    }
    ++applied.count;
  }
  return applied;
}

bool Run::is_as_applied(const PlannedStep& step, const std::vector<Place>& places, std::size_t index,
                        std::string_view applied) {
  return index < places.size() && progress_text(step.file->source().slice(places[index].statement)) == applied;
}

Location Run::location_of(const PlannedStep& step, const std::vector<Place>& places, std::size_t index,
                          std::string_view label) {
  const Span place = index < places.size() ? places[index].statement : step.sections.back().section->marker;
  return step.file->source().locate(place, std::string(label));
}

void Run::refuse_edit(const PlannedStep& step, const std::vector<Place>& places, std::size_t index,
                      const std::string& applied) {
  throw error(Code::kPartlyApplied, "revision `{}` is half-way, and its statement {} is not the one that was applied",
              step.id, index + 1)
      .at(location_of(step, places, index, index < places.size() ? "the file has this now" : "the file ends before it"))
      .note("applied was: " + applied.substr(0, kShownText))
      .help("put the applied statements back as they were; those after them may be changed");
}

// The statement that was begun is not at its place any more, and whether it took effect is not to be found out.
void Run::refuse_edit_in_flight(const PlannedStep& step, const std::vector<Place>& places, std::size_t index,
                                const std::string& begun) {
  throw error(Code::kPartlyApplied,
              "statement {} of revision `{}` was begun, its end was not heard, and the file has another one now",
              index + 1, step.id)
      .at(location_of(step, places, index, index < places.size() ? "instead of it" : "the file ends before it"))
      .note("begun was: " + begun.substr(0, kShownText))
      .help("put it back as it was and run the same command again: that settles it; change what you like after it");
}

Fate Run::fate_of(const PlannedStep& step, const std::vector<Place>& places, std::size_t index,
                  const ProgressEntry& begun) {
  const bool same = is_as_applied(step, places, index, begun.sql);
  if (!same && (begun.fingerprint.empty() || !is_whole_text(begun.sql)))
    refuse_edit_in_flight(step, places, index, begun.sql);
  const std::string_view text = same ? step.file->source().slice(places[index].statement) : begun.sql;
  const Fate fate = connection_->fate_of(text, begun.fingerprint);
  if (fate == Fate::kUnknown) {
    throw error(Code::kPartlyApplied, "nobody can tell whether statement {} of revision `{}` took effect", index + 1,
                step.id)
        .at(location_of(step, places, index, "it was begun, and its end was not heard"))
        .note("begun was: " + begun.sql.substr(0, kShownText))
        .help("look at the database and put it right by hand, then say where it stands with `aludel stamp`");
  }
  if (fate == Fate::kDone && !same) refuse_edit(step, places, index, begun.sql);
  return fate;
}

// An earlier run began the statement at `index` and did not hear how it ended; the file may have another one there now,
// or none. In the open transaction.
Run::Ran Run::recover(const PlannedStep& step, const std::vector<Place>& places, std::size_t index,
                      const ProgressEntry& begun, const std::string& started_at) {
  connection_->rollback();
  try {
    const Fate fate = fate_of(step, places, index, begun);
    if (!begin()) return Ran::kElsewhere;
    if (compare_applied(step, places, index).count > index) {
      connection_->rollback();
      return Ran::kAgain;
    }
    if (fate == Fate::kDone) {
      complete(step, places, index, index + 1, started_at);
      return Ran::kDone;
    }
    if (!is_as_applied(step, places, index, begun.sql)) {  // what stands there now is of any kind
      progress_.remove(step.id, step.step.direction, begun.step);
      connection_->commit();
      return Ran::kAgain;
    }
  } catch (const Error& failure) {
    connection_->rollback();
    report_halfway(step, index, failure);
  }
  return run_alone(step, places, index, started_at);
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

// Says in the open transaction that the statements from `begin` to `end` are applied, and after the last one that the
// revision is; commits.
void Run::complete(const PlannedStep& step, const std::vector<Place>& places, std::size_t begin, std::size_t end,
                   const std::string& started_at) {
  if (end < places.size()) {
    for (std::size_t i = begin; i < end; ++i) {
      const std::string_view text = step.file->source().slice(places[i].statement);
      progress_.write(step.id, step.step.direction, {static_cast<std::int64_t>(i) + 1, progress_text(text), true, {}});
    }
  } else {
    finish(step, started_at);
    progress_.forget(step.id);
    progress_.drop_if_empty();
  }
  connection_->commit();
  tell_held(step);
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

Run::Ran Run::run_alone(const PlannedStep& step, const std::vector<Place>& places, std::size_t index,
                        const std::string& started_at) {
  const Source source = step.file->source();
  const auto number = static_cast<std::int64_t>(index) + 1;
  const std::string_view text = source.slice(places[index].statement);
  std::string fingerprint, before;  // `before` is only told from, after an error
  bool running = false;
  try {
    const bool harmless = step.repeatable || places[index].of_session;
    if (!harmless) fingerprint = connection_->fingerprint(text);
    if (step.repeatable) before = fingerprint_or_nothing(text);
    progress_.write(step.id, step.step.direction, {number, progress_text(text), false, fingerprint});
    connection_->commit();
    failpoint("alone.before");
    running = true;
    connection_->run(source, places[index].statement, RunMode::kAlone);
    running = false;
    failpoint("alone.after");
    if (!begin()) return Ran::kElsewhere;  // another process did the rest meanwhile
    if (!connection_->kept_lock() && compare_applied(step, places, index).count > index) {
      connection_->rollback();
      return Ran::kAgain;
    }
    complete(step, places, index, index + 1, started_at);
  } catch (Error& failure) {
    connection_->rollback();
    if (connection_->wait_to_retry()) return Ran::kAgain;
    if (failure.diagnostic().places.empty())
      failure.diagnostic().places.push_back(source.locate(places[index].statement, "this statement"));
    const bool ended = fingerprint.empty() ? running && was_answered(failure) : connection_->took_no_effect();
    if (ended) withdraw_intent(step, index, text, step.repeatable ? before : fingerprint, failure);
    report_halfway(step, index, failure);
  }
  return Ran::kDone;
}

std::string Run::fingerprint_or_nothing(std::string_view statement) {
  try {
    return connection_->fingerprint(statement);
  } catch (const Error&) {
    return {};  // such a statement cannot be told from, or its user may not look
  }
}

// The engine answered with an error, so the statement is not in flight: whoever changes what it touches before the next
// run shall not make it look done.
void Run::withdraw_intent(const PlannedStep& step, std::size_t index, std::string_view text,
                          const std::string& fingerprint, Error& failure) noexcept {
  try {
    if (!fingerprint.empty() && connection_->fate_of(text, fingerprint) != Fate::kNotDone)
      failure.diagnostic().notes.emplace_back(
          "what the statement touches is not as it was before: see who changed it, or whether a part of it was done");
    connection_->begin();
    progress_.remove(step.id, step.step.direction, static_cast<std::int64_t>(index) + 1);
    connection_->commit();
  } catch (...) {
    connection_->rollback();  // no connection, say: the next run compares
  }
}

void Run::report_halfway(const PlannedStep& step, std::size_t applied, Error failure) {
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
