// A migration from the schema that a chain of revisions makes to the one that a model describes: what changes, the way
// up, the way down, and the proof of both.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "generate/comparison.h"
#include "generate/proof.h"
#include "generate/state.h"
#include "generate/way.h"
#include "revision/new_revision.h"

namespace aludel {

struct GenerateOptions {
  ComparisonOptions comparison;
  DdlOptions ddl;
  RowHints hints;
  bool write_unproven = false;  // a migration that cannot be proven is given nevertheless
  Answer answer;
  std::function<Start()>
      start;  // how a scratch database gets to the schema that is changed; asked if there is a change
  // The file with these sections, as it would be written.
  std::function<Draft(const std::vector<NewSection>&)> draft;
};

struct Migration {
  Comparison comparison;
  std::vector<NewSection> sections;  // empty: there is no change
  std::optional<Proof> proof;
  std::string unproven;  // why there is none
};

// Throws what loading the states throws, kRename, kNeedsAnswer and kNotProven.
[[nodiscard]] Migration autogenerate(const SchemaDialect& dialect, State& current, State& desired,
                                     const GenerateOptions& options);

// The way back of a revision that has only a way up, as its one section. `before` is where the revision starts. The
// renames of the options are those that the way up makes. Throws the same.
[[nodiscard]] Migration way_back_of(const SchemaDialect& dialect, State& before, const Draft& up_only,
                                    const GenerateOptions& options);

}  // namespace aludel
