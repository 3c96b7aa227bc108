// The opposite of a statement that creates something, as far as its text tells. Only for `adopt --base live`, which
// proves the result by replaying the files on top of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace aludel::postgresql {

// A statement that takes it back, or nothing.
[[nodiscard]] std::optional<std::string> undo_of(std::string_view statement);

}  // namespace aludel::postgresql
