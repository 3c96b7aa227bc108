// A migration from the schema that a chain of revisions makes to the one that a model describes: what changes, the way
// up, the way down, and the proof of both.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "generate/comparison.h"
#include "generate/proof.h"
#include "generate/way.h"
#include "model/model.h"
#include "revision/new_revision.h"

namespace aludel {

struct GenerateOptions {
  DdlOptions ddl;
  RowHints hints;
  bool prove = true;
  Answer answer;
  // The file with these sections, as it would be written.
  std::function<Draft(const std::vector<NewSection>&)> draft;
};

struct Migration {
  Comparison comparison;
  std::vector<NewSection> sections;  // empty: there is no change
  std::optional<Proof> proof;
};

// Loads the model and replays the chain side by side. Throws what these throw, kRename, kNeedsAnswer and kNotProven.
[[nodiscard]] Migration autogenerate(const Dialect& dialect, const Start& start, const ModelSpec& model,
                                     const ComparisonOptions& comparison, const GenerateOptions& options);

// The chain replayed without rows. Throws what its first statement that fails throws, with the help that a chain which
// does not begin at nothing needs.
[[nodiscard]] FilledChain replay_start(const Dialect& dialect, const Start& start);

}  // namespace aludel
