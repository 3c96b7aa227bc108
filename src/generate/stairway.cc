#include "generate/stairway.h"

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include "core/error.h"
#include "diff/diff.h"
#include "generate/content.h"
#include "generate/differences.h"
#include "generate/filled_chain.h"
#include "generate/stage.h"

namespace aludel {
namespace {

constexpr std::size_t kMostRestarts = 20;

Error not_reversible(const PlannedStep& step, std::string_view what) {
  return error(Code::kNotReversible, "revision `{}` {}", step.id, what).at(step.file->source().locate({0, 0}));
}

// The failure of a section that should have run.
Error failed(const PlannedStep& step, std::string_view what, Error failure) {
  Error told = not_reversible(step, fmt::format("{}: {}", what, failure.diagnostic().message));
  told.diagnostic().places = std::move(failure.diagnostic().places);
  return with_notes(std::move(told), failure.diagnostic().notes);
}

// One climb from the bottom. Beside the database with rows walks one without, a step ahead: it tells where a revision
// leads before that one is run.
class Climb {
 public:
  Climb(const SchemaDialect& dialect, const StairwayRequest& request, std::size_t first_tested, std::size_t first_rows)
      : dialect_(dialect),
        request_(request),
        first_tested_(first_tested),
        first_rows_(first_rows),
        empty_(dialect),
        filled_(dialect),
        filler_(dialect, {request.hints, {}, {}, RowsWhen::kBetween}) {}

  // The index of the first step that fails on rows only; nothing: all were tested.
  std::optional<std::size_t> run() {
    const Plan& chain = *request_.chain;
    for (std::size_t i = 0; i < chain.steps.size(); ++i) {
      const PlannedStep& step = chain.steps[i];
      empty_.run(step);
      const bool tested = i >= first_tested_ && (!request_.wanted || request_.wanted(step.step.node));
      const Schema below = tested ? schema() : Schema();
      const Schema above = tested ? dialect_.introspect(empty_.connection(), {}) : Schema();
      filler_.suit({kept_tables(below, above, {}), &above, nullptr, {}});
      if (i >= first_rows_) filler_.fill(filled_.connection());
      if (!(tested ? test(step, below, above) : try_up(step))) return i;
    }
    return std::nullopt;
  }

  std::string why;  // the failure on rows

 private:
  [[nodiscard]] Schema schema() { return dialect_.introspect(filled_.connection(), {}); }

  bool try_up(const PlannedStep& step) {
    try {
      filled_.run(step);
      return true;
    } catch (const Error& failure) {
      if (!filler_.has_rows() || is_no_verdict(failure)) throw;
      why = failure.diagnostic().message;
      return false;
    }
  }

  bool test(const PlannedStep& step, const Schema& below, const Schema& above) {
    const KeptRows kept(dialect_, below, above);
    const Content before = kept.read_from(filled_.connection());
    if (!try_up(step)) return false;
    const bool has_down = !step.file->sections_for(Direction::kDown, dialect_.name()).empty();
    if (has_down) {
      const Content between = kept.read_to(filled_.connection());
      go_back(step, below, kept, before, between);
      go_up_again(step, above, kept, between);
    }
    if (request_.tell)
      request_.tell({&step, has_down ? StairResult::kThereAndBack : StairResult::kNoWayBack,
                     filler_.has_rows() ? std::string() : why});
    return true;
  }

  void go_back(const PlannedStep& up, const Schema& below, const KeptRows& kept, const Content& before,
               const Content& between) {
    const PlannedStep down =
        plan_step({up.step.node, Direction::kDown, {}}, *request_.revisions, dialect_, *dialect_.judge());
    try {
      filled_.run(down);
    } catch (Error& failure) {
      if (is_no_verdict(failure)) throw;
      throw failed(up, "cannot go back", std::move(failure));
    }
    require_equal(up, schema(), below, "does not come back to where its `up` section began");
    const auto lost = kept.lost(before, between, kept.read_from(filled_.connection()));
    if (lost.empty()) return;
    throw with_notes(not_reversible(up, "does not bring back rows that its `up` section kept"), lost);
  }

  void go_up_again(const PlannedStep& up, const Schema& above, const KeptRows& kept, const Content& between) {
    const Content below = kept.read_from(filled_.connection());
    try {
      filled_.run(up);
    } catch (Error& failure) {
      if (is_no_verdict(failure)) throw;
      throw failed(up, "cannot go up a second time", std::move(failure));
    }
    require_equal(up, schema(), above, "leads elsewhere when it goes up a second time");
    const auto lost = kept.lost(between, below, kept.read_to(filled_.connection()));
    if (!lost.empty()) throw with_notes(not_reversible(up, "loses rows when it goes up a second time"), lost);
  }

  static void require_equal(const PlannedStep& step, const Schema& is, const Schema& should, std::string_view what) {
    const auto lines = differences(is, should);
    if (!lines.empty()) throw with_notes(not_reversible(step, what), lines);
  }

  const SchemaDialect& dialect_;
  const StairwayRequest& request_;
  std::size_t first_tested_;
  std::size_t first_rows_;
  Stage empty_, filled_;
  Filler filler_;
};

}  // namespace

// A revision that fails on made-up rows may be right for those that its author has. It is tried again on rows that were
// made for it, then without any.
void climb(const SchemaDialect& dialect, const StairwayRequest& request) {
  std::size_t first_tested = 0;
  std::size_t first_rows = 0;
  std::string why;
  for (std::size_t restarts = 0;; ++restarts) {
    Climb attempt(dialect, request, first_tested, first_rows);
    attempt.why = std::move(why);
    const auto failed_at = attempt.run();
    if (!failed_at) return;
    first_tested = *failed_at;
    first_rows = first_rows < *failed_at ? *failed_at : *failed_at + 1;
    if (restarts >= kMostRestarts) first_rows = request.chain->steps.size();
    why = std::move(attempt.why);
  }
}

}  // namespace aludel
