// One section of a generated migration: what renames, then what changes, with what a reviewer should know.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "dialect/schema_dialect.h"
#include "diff/change.h"
#include "diff/rename.h"
#include "revision/new_revision.h"

namespace aludel {

// Answers a question in the options. False: no answer.
using Answer = std::function<bool(const Question&, DdlOptions&)>;

// Dialect::render with its questions answered; `options` keeps the answers. Throws kNeedsAnswer with the flags that
// answer what is open. An empty `answer`: there is nobody to ask.
[[nodiscard]] Script render_answered(const SchemaDialect& dialect, const Schema& from, const Schema& to,
                                     const Changes& changes, DdlOptions& options, const Answer& answer);

[[nodiscard]] NewSection section_of(Direction direction, const Script& renames, const Script& changes,
                                    const std::vector<std::string>& remarks);

// The renames that take these back.
[[nodiscard]] std::vector<Rename> inverse(const std::vector<Rename>& renames);

// What a way back cannot bring back: the rows of dropped tables, the values of dropped columns.
[[nodiscard]] std::vector<std::string> lost_for_good(const Changes& down);

}  // namespace aludel
