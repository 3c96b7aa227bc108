// Finds where a database without any tracking table stands in a chain: by comparing its schema with what the chain
// makes on scratch.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "diff/diff.h"
#include "diff/filter.h"
#include "generate/replay.h"

namespace aludel {

// Whether a statement of a half-way file is there.
enum class Presence : std::uint8_t {
  kThere,
  kMissing,
  kUnseen,  // it changes no schema, so that nothing tells
};

struct StatementState {
  Span statement;
  Presence presence = Presence::kMissing;
};

// Step counts: 0 is the start (after the base, before the first revision), n is after the n-th revision.
struct Adoption {
  std::vector<std::size_t> matches;           // steps whose schema is the database's, ascending
  std::size_t nearest = 0;                    // if there is none: the step with the fewest differences
  Changes difference;                         // from the nearest step to the database
  std::optional<std::size_t> halfway;         // a step of which some statements are there: its index in Replay::steps
  std::optional<std::size_t> nearly_halfway;  // the same, but the database has other differences besides
  std::vector<StatementState> statements;     // of that step
};

// What `filter` hides is not compared.
[[nodiscard]] Adoption find_place(const Replay& replay, const Schema& database, const Filter& filter);

}  // namespace aludel
