#include "generate/adopt.h"

#include <algorithm>
#include <utility>

namespace aludel {
namespace {

const Schema& state_after(const Replay& replay, std::size_t step) {
  return step == 0 ? replay.start : replay.steps[step - 1].after;
}

bool contains(const Facts& facts, const std::string& fact) {
  return std::binary_search(facts.begin(), facts.end(), fact);
}

// An effect is there if the database has all that it adds and nothing that it takes away.
Presence presence_of(const Effect& effect, const Facts& database) {
  if (!effect.changes_schema()) return Presence::kUnseen;
  const bool added = std::all_of(effect.added.begin(), effect.added.end(),
                                 [&](const std::string& fact) { return contains(database, fact); });
  const bool removed = std::none_of(effect.removed.begin(), effect.removed.end(),
                                    [&](const std::string& fact) { return contains(database, fact); });
  return added && removed ? Presence::kThere : Presence::kMissing;
}

std::size_t differences(const Facts& a, const Facts& b) { return without(a, b).size() + without(b, a).size(); }

std::vector<StatementState> states_of(const ReplayedStep& step, const Facts& database) {
  std::vector<StatementState> states;
  for (const Effect& effect : step.effects) states.push_back({effect.statement, presence_of(effect, database)});
  return states;
}

std::size_t count(const std::vector<StatementState>& states, Presence presence) {
  return static_cast<std::size_t>(
      std::count_if(states.begin(), states.end(), [&](const auto& state) { return state.presence == presence; }));
}

Facts apply_present(const ReplayedStep& step, const std::vector<StatementState>& states, Facts facts) {
  for (std::size_t i = 0; i < states.size(); ++i) {
    if (states[i].presence != Presence::kThere) continue;
    facts = together(without(facts, step.effects[i].removed), step.effects[i].added);
  }
  return facts;
}

// The database, but with what a filter hides as a step has it.
class Shown {
 public:
  Shown(const Replay& replay, const Schema& database, const Filter& filter)
      : replay_(replay), database_(database), filter_(filter), facts_(facts_of(database)) {}

  [[nodiscard]] Schema at(std::size_t step) const {
    return with_hidden_of(state_after(replay_, step), database_, filter_);
  }
  [[nodiscard]] Facts facts_at(std::size_t step) const { return filter_.empty() ? facts_ : facts_of(at(step)); }

 private:
  const Replay& replay_;
  const Schema& database_;
  const Filter& filter_;
  Facts facts_;
};

// A half-way step explains the whole database: the state before it, plus those of its statements that are there. One
// that explains more of it than any whole step does is nearly that. `fewest`: the differences from the nearest step.
void find_halfway(const Replay& replay, const Shown& shown, std::size_t fewest, Adoption& adoption) {
  for (std::size_t i = 0; i < replay.steps.size(); ++i) {
    const Facts database = shown.facts_at(i);
    std::vector<StatementState> states = states_of(replay.steps[i], database);
    if (count(states, Presence::kThere) == 0 || count(states, Presence::kMissing) == 0) continue;
    const std::size_t different =
        differences(apply_present(replay.steps[i], states, facts_of(state_after(replay, i))), database);
    if (different >= fewest) continue;
    fewest = different;
    (different == 0 ? adoption.halfway : adoption.nearly_halfway) = i;
    adoption.statements = std::move(states);
    if (different == 0) return;
  }
}

}  // namespace

Adoption find_place(const Replay& replay, const Schema& database, const Filter& filter) {
  Adoption adoption;
  const Shown shown(replay, database, filter);
  std::size_t fewest = static_cast<std::size_t>(-1);
  for (std::size_t step = 0; step <= replay.steps.size(); ++step) {
    const Facts facts = shown.facts_at(step);
    const Facts expected = facts_of(state_after(replay, step));
    const std::size_t different = differences(expected, facts);
    if (different == 0) adoption.matches.push_back(step);
    if (different >= fewest) continue;
    fewest = different;
    adoption.nearest = step;
  }
  adoption.difference = diff(state_after(replay, adoption.nearest), shown.at(adoption.nearest));
  if (adoption.matches.empty()) find_halfway(replay, shown, fewest, adoption);
  return adoption;
}

}  // namespace aludel
