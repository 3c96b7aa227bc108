// The graph of revisions: who follows whom, what a target means, which steps lead there. Pure and deterministic; every
// answer is linear in the part of the graph that it walks. The rules (1-79) are Alembic's: docs/graph-rules.md.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "revision/revision.h"

namespace aludel {

// A revision's place in the list that the graph was made from.
using Node = std::uint32_t;

// How one step changes the rows of the version table (rules 56-58).
struct HeadsChange {
  std::vector<std::string> remove;
  std::vector<std::string> add;
  bool operator==(const HeadsChange&) const = default;
};

struct Step {
  Node node = 0;
  Direction direction = Direction::kUp;
  HeadsChange heads;
};

// What a run does, in order.
using Path = std::vector<Step>;

// The rows of the version table, in the order in which the database gives them.
using Rows = std::vector<std::string>;

}  // namespace aludel
