// What an earlier run, or another process, did of a revision outside of one transaction: what it says is applied is
// compared with the file, and what became of a statement whose end nobody heard is found out.
#include <algorithm>
#include <utility>

#include "core/error.h"
#include "migrate/run.h"

namespace aludel {
namespace {

constexpr std::size_t kShownText = 400;  // of a statement, in a message

// The first line in which two texts differ; empty, at its end, in one that has no such line.
struct LineThatDiffers {
  std::size_t number = 1;
  std::string_view was;
  Span now;
};

std::size_t end_of_line(std::string_view text, std::size_t at) { return std::min(text.find('\n', at), text.size()); }

LineThatDiffers first_difference(std::string_view was, std::string_view now) {
  LineThatDiffers line;
  std::size_t at = 0;  // where both have been the same up to
  while (true) {
    const std::size_t was_end = end_of_line(was, at);
    const std::size_t now_end = end_of_line(now, at);
    line.was = was.substr(std::min(at, was.size()), was_end - std::min(at, was.size()));
    line.now = {std::min(at, now.size()), now_end};
    if (line.was != now.substr(line.now.begin, line.now.size()) || was_end == was.size() || now_end == now.size())
      break;
    at = was_end + 1;
    ++line.number;
  }
  return line;
}

}  // namespace

// How many statements are applied; those from `known` on are compared with the file.
Run::Applied Run::compare_applied(const PlannedStep& step, const std::vector<Place>& places, std::size_t known) {
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
  Location place =
      location_of(step, places, index, index < places.size() ? "the file has this now" : "the file ends before it");
  std::string was = "applied was: " + applied.substr(0, kShownText);
  const Source source = step.file->source();
  const std::string_view now = index < places.size() ? source.slice(places[index].statement) : std::string_view();
  if (const LineThatDiffers line = first_difference(applied, now); line.number > 1 && is_whole_text(applied)) {
    const std::size_t begin = places[index].statement.begin + line.now.begin;
    place = source.locate({begin, begin + line.now.size()}, "the file has this now");
    was = fmt::format("applied was, at line {} of the statement: {}", line.number, line.was.substr(0, kShownText));
  }
  throw error(Code::kPartlyApplied, "revision `{}` is half-way, and its statement {} is not the one that was applied",
              step.id, index + 1)
      .at(std::move(place))
      .note(std::move(was))
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
  return run_alone(step, places, index);
}

}  // namespace aludel
