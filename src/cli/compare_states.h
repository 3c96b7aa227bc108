// What commands that compare two states have in common: their options, and how they load and compare.
#pragma once

#include <memory>
#include <string>

#include "cli/command.h"
#include "cli/environment.h"
#include "generate/comparison.h"
#include "generate/state.h"

namespace aludel {

inline constexpr Option kTableOption{
    "--table",   "GLOB", "only tables (and views) with such a name, e.g. `app_*`; may be repeated",
    Kind::kText, {},     true};
inline constexpr Option kRenameOption{
    "--rename",  "OLD=NEW", "`users=people` or `users.name=full_name`: not dropped and added; may be repeated",
    Kind::kText, {},        true};
inline constexpr Option kNoRenameOption{"--no-rename", "", "nothing else is renamed, whatever it looks like"};
inline constexpr Option kColumnOrderOption{"--column-order", "", "another order of columns is a difference, too"};
inline constexpr Option kNoCacheOption{"--no-cache", "",
                                       "run every revision and every model, as if for the first time"};

// From `--table` and the configured `include` and `exclude`.
[[nodiscard]] Filter filter_of(const Arguments& arguments, Environment& environment);
// Throws kUsage for a `--table` that no table and no view of either schema matches.
void require_matches(const Arguments& arguments, const Schema& from, const Schema& to);
// From the options above and the configured `include` and `exclude`. Renames are asked for on a terminal.
[[nodiscard]] ComparisonOptions comparison_options(const Arguments& arguments, Environment& environment);
// With `--no-cache` respected. Before the directory of revisions is read only.
[[nodiscard]] StateSources state_sources(const Arguments& arguments, Environment& environment);

// What a model's program wrote on standard error; with --verbose only.
void tell_said(const State& state, Console& console);
// Loads both side by side. Throws kUsage for a `--table` that no table of either matches.
void load_states(State& from, State& to, const Arguments& arguments, Environment& environment,
                 Wanted wanted = Wanted::kSchemas);
// Loads both side by side and compares them. Throws kUsage for a `--table` that no table of either matches.
[[nodiscard]] Comparison compare_states(State& from, State& to, const Arguments& arguments, Environment& environment,
                                        const ComparisonOptions& options);

// As text; or as what the document of a command begins with.
void tell_comparison(const State& from, const State& to, const Comparison& comparison, Console& console);
[[nodiscard]] Json document_of(const State& from, const State& to, const Comparison& comparison);

}  // namespace aludel
