// What the commands that generate SQL have in common: their options, and who answers questions.
#pragma once

#include "cli/command.h"
#include "cli/environment.h"
#include "generate/autogenerate.h"

namespace aludel {

inline constexpr Option kFillOption{
    "--fill",    "COLUMN=SQL", "what rows get that have no value for a column, e.g. `users.age=0`; may be repeated",
    Kind::kText, {},           true};
inline constexpr Option kLossyOption{
    "--lossy",   "COLUMN", "values of a column, e.g. `users.age`, may be lost as its type changes; may be repeated",
    Kind::kText, {},       true};
inline constexpr Option kUnprovenOption{"--unproven", "", "write it even if it is not proven, and mark it"};

// The expressions of `[rows]` in the configuration.
[[nodiscard]] RowHints row_hints(const Config& config);
// A hint for a column that neither schema has is a slip of the pen. Throws kConfig.
// The same for what `--fill` and `--lossy` name.
void check_answers(const DdlOptions& ddl, const SchemaDialect& dialect, const Schema& from, const Schema& to);
void check_row_hints(const Config& config, const SchemaDialect& dialect, const Schema& from, const Schema& to);

// From the options above, those of compare_states.h and the configuration. On a terminal, questions are asked.
// `start` and `draft` are left to the caller.
[[nodiscard]] GenerateOptions generate_options(const Arguments& arguments, Environment& environment);

// `proven: up, down, up; 3 tables, 120 rows kept`, and the tables without rows.
[[nodiscard]] std::string proof_text(const Migration& migration, const Console& console);
// As a header has it.
[[nodiscard]] std::string proof_of(const Migration& migration);
[[nodiscard]] Json proof_json(const Migration& migration);

}  // namespace aludel
