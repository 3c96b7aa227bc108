#include "generate/adopt.h"

#include <algorithm>
#include <iterator>

namespace aludel {
namespace {

const Snapshot& state_after(const Replay& replay, std::size_t step) {
  return step == 0 ? replay.start : replay.steps[step - 1].after;
}

bool contains(const Snapshot& snapshot, const SnapshotEntry& entry) {
  return std::binary_search(snapshot.begin(), snapshot.end(), entry);
}

// An effect is there if the database has all that it adds and nothing that it takes away.
Presence presence_of(const Effect& effect, const Snapshot& database) {
  if (!effect.changes_schema()) return Presence::kUnseen;
  const bool added = std::all_of(effect.added.begin(), effect.added.end(),
                                 [&](const auto& entry) { return contains(database, entry); });
  const bool removed = std::none_of(effect.removed.begin(), effect.removed.end(),
                                    [&](const auto& entry) { return contains(database, entry); });
  return added && removed ? Presence::kThere : Presence::kMissing;
}

std::vector<StatementState> states_of(const ReplayedStep& step, const Snapshot& database) {
  std::vector<StatementState> states;
  for (const Effect& effect : step.effects) states.push_back({effect.statement, presence_of(effect, database)});
  return states;
}

std::size_t count(const std::vector<StatementState>& states, Presence presence) {
  return static_cast<std::size_t>(
      std::count_if(states.begin(), states.end(), [&](const auto& state) { return state.presence == presence; }));
}

Snapshot apply_present(const ReplayedStep& step, const std::vector<StatementState>& states, Snapshot snapshot) {
  for (std::size_t i = 0; i < states.size(); ++i) {
    if (states[i].presence != Presence::kThere) continue;
    Snapshot next;
    const Effect& effect = step.effects[i];
    std::set_difference(snapshot.begin(), snapshot.end(), effect.removed.begin(), effect.removed.end(),
                        std::back_inserter(next));
    snapshot.clear();
    std::set_union(next.begin(), next.end(), effect.added.begin(), effect.added.end(), std::back_inserter(snapshot));
  }
  return snapshot;
}

// A half-way step explains the whole database: the state before it, plus those of its statements that are there.
void find_halfway(const Replay& replay, const Snapshot& database, Adoption& adoption) {
  for (std::size_t i = 0; i < replay.steps.size(); ++i) {
    std::vector<StatementState> states = states_of(replay.steps[i], database);
    if (count(states, Presence::kThere) == 0 || count(states, Presence::kMissing) == 0) continue;
    if (apply_present(replay.steps[i], states, state_after(replay, i)) != database) continue;
    adoption.halfway = i;
    adoption.statements = std::move(states);
    return;
  }
}

}  // namespace

Adoption find_place(const Replay& replay, const Snapshot& database) {
  Adoption adoption;
  std::size_t fewest = static_cast<std::size_t>(-1);
  for (std::size_t step = 0; step <= replay.steps.size(); ++step) {
    SnapshotDifference difference = compare(state_after(replay, step), database);
    if (difference.empty()) adoption.matches.push_back(step);
    const std::size_t size = difference.missing.size() + difference.extra.size();
    if (size >= fewest) continue;
    fewest = size;
    adoption.nearest = step;
    adoption.difference = std::move(difference);
  }
  if (adoption.matches.empty()) find_halfway(replay, database, adoption);
  return adoption;
}

}  // namespace aludel
