// A revision with `transaction:false`: each statement commits together with its row in the progress table, so that a
// crash repeats nothing and replicas share the work. Only what the engine refuses inside a transaction runs outside of
// one.
#include <algorithm>
#include <utility>

#include "core/clock.h"
#include "core/error.h"
#include "core/failpoint.h"
#include "migrate/run.h"

namespace aludel {

std::vector<Run::Place> Run::places_of(const PlannedStep& step) const {
  std::vector<Place> places;
  const auto judge = dialect_->judge();
  const Source source = step.file->source();
  for (const PlannedSection& section : step.sections) {
    const auto reader = dialect_->split(source, section.run);
    while (const std::optional<Span> statement = reader->next()) {
      const Judgement judgement = judge->judge(source.slice(*statement), RunMode::kStatementwise);
      const bool alone = judgement.kind == StatementKind::kAlone;
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
  while (known < places.size()) {
    statement_ = 0;
    if (!begin()) return;  // another process finished it
    const std::size_t applied = compare_applied(step, places, known);
    if (repeat_session(step, places, known, applied)) {
      known = applied;
      continue;
    }
    known = applied;
    if (known == places.size()) {  // all ran, but the process died before it said so
      complete(step, places, known, started_at);
      break;
    }
    statement_ = known + 1;
    const Ran ran =
        places[known].alone ? run_alone(step, places, known, started_at) : run_inside(step, places, known, started_at);
    if (ran == Ran::kElsewhere) return;
    if (ran == Ran::kDone) ++known;
    observer_->progress(step, known);
  }
  took_[next_] = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - began);
  ++next_;
  tell_committed(next_ - 1, next_);
  if (connection_->session_changed()) connection_->reopen();
}

// How many statements are applied; those from `known` on are compared with the file.
std::size_t Run::compare_applied(const PlannedStep& step, const std::vector<Place>& places, std::size_t known) {
  progress_.create();
  std::size_t applied = known;
  const auto entries = progress_.entries(step.id, step.step.direction, static_cast<std::int64_t>(known) + 1);
  for (const ProgressEntry& entry : entries) {
    if (!entry.done) break;
    const Source source = step.file->source();
    const bool there = applied < places.size();
    if (!there || progress_text(source.slice(places[applied].statement)) != entry.sql) {
      connection_->rollback();
      const Span place = there ? places[applied].statement : step.sections.back().section->marker;
      throw error(Code::kPartlyApplied,
                  "revision `{}` is half-way, and its statement {} is not the one that was applied", step.id,
                  entry.step)
          .at(source.locate(place, "the file has this now"))
          .note("applied was: " + entry.sql.substr(0, 400))
          .help("put the applied statements back as they were; those after them may be changed");
    }
    ++applied;
  }
  return applied;
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

// Says in the open transaction that statement `index` is applied, and after the last one that the revision is; commits.
void Run::complete(const PlannedStep& step, const std::vector<Place>& places, std::size_t index,
                   const std::string& started_at) {
  if (index < places.size()) {
    const std::string_view text = step.file->source().slice(places[index].statement);
    progress_.write(step.id, step.step.direction, {static_cast<std::int64_t>(index) + 1, progress_text(text), true});
  }
  if (index + 1 >= places.size()) {
    finish(step, started_at);
    progress_.forget(step.id);
    progress_.drop_if_empty();
  }
  connection_->commit();
}

Run::Ran Run::run_inside(const PlannedStep& step, std::vector<Place>& places, std::size_t index,
                         const std::string& started_at) {
  try {
    connection_->start_revision(step.wish);
    connection_->run(step.file->source(), places[index].statement, RunMode::kStatementwise);
    connection_->check_revision(step.wish);
    tell_losses(step);
    complete(step, places, index, started_at);
  } catch (const Error& failure) {
    connection_->rollback();
    if (!connection_->must_run_alone()) report_halfway(step, index, failure);
    places[index].alone = true;  // found by running it
    return Ran::kAgain;
  }
  return Ran::kDone;
}

Run::Ran Run::run_alone(const PlannedStep& step, const std::vector<Place>& places, std::size_t index,
                        const std::string& started_at) {
  const Source source = step.file->source();
  const auto number = static_cast<std::int64_t>(index) + 1;
  try {
    progress_.write(step.id, step.step.direction,
                    {number, progress_text(source.slice(places[index].statement)), false});
    connection_->commit();
    failpoint("alone.before");
    connection_->run(source, places[index].statement, RunMode::kAlone);
    failpoint("alone.after");
    if (!begin()) return Ran::kElsewhere;  // another process did the rest meanwhile
    if (compare_applied(step, places, index) > index) {
      connection_->rollback();
      return Ran::kDone;
    }
    complete(step, places, index, started_at);
  } catch (const Error& failure) {
    connection_->rollback();
    report_halfway(step, index, failure);
  }
  return Ran::kDone;
}

void Run::report_halfway(const PlannedStep& step, std::size_t applied, Error failure) {
  if (applied > 0 && failure.code() != Code::kPartlyApplied) {
    Diagnostic& diagnostic = failure.diagnostic();
    diagnostic.notes.push_back(
        fmt::format("{} of {} statements of this revision are applied and stay", applied, step.statements));
    diagnostic.help.emplace_back("repair the file from this statement on, then run the same command again");
  }
  report(step, std::move(failure), {});
}

}  // namespace aludel
