// The sections of a revision file: a line that begins in column 1 with `-- migrate:` opens one, the next such line or
// the end of the file closes it. What is inside is not read here, beyond telling comments from SQL.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "revision/revision.h"

namespace aludel {

// Where the first thing stands that is neither blank, comment nor `;`. Lexical only: a text without is empty on every
// engine.
[[nodiscard]] std::optional<std::size_t> find_sql(std::string_view text);
[[nodiscard]] inline bool has_sql(std::string_view text) { return find_sql(text).has_value(); }

// Cuts a text into its sections. `begin` is where the header ends. Throws kMarker or kSqlOutsideSection.
// A plain file without any marker is one `up` section. `mapped`, if given, is where the text lives: what was read is
// let go.
[[nodiscard]] std::vector<Section> read_sections(const Source& source, std::size_t begin, Layout layout,
                                                 const FileBytes* mapped = nullptr);

// The sections that run for a dialect in a direction: RevisionFile::sections_for. `where` is for the error.
[[nodiscard]] std::vector<const Section*> choose_sections(const std::vector<Section>& sections, Direction direction,
                                                          std::string_view dialect, const Source& where);

}  // namespace aludel
