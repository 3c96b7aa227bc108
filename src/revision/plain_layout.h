// The layout `plain`: numbered scripts of a project that had no tool. `001_add_hdr_columns.sql` is revision `001`, `add
// hdr columns`; each follows the number before it, and all stand before the native revisions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aludel/error.h"
#include "core/source.h"

namespace aludel {

struct PlainName {
  std::string_view number;  // as written
  std::string message;
};

// Reads a file's name as a number and a message. Nothing if it has no number: `3f2a_x.sql` begins with a digit, but not
// with one.
[[nodiscard]] std::optional<PlainName> read_plain_name(std::string_view file_name);

// The order of numbers as written: `2` comes before `010`. Neither is less: they are one number.
[[nodiscard]] bool number_less(std::string_view a, std::string_view b);

// The error for a `.sql` file that is neither native nor plain.
[[nodiscard]] Error no_revision(const Source& source);
// Whether the name says that the file goes down: `001_x.down.sql`.
[[nodiscard]] bool is_down_file(std::string_view file_name);

}  // namespace aludel
