// Routines in a database beside somebody's own: the server calls them where it computes something at once (the
// predicate of an index, a default that a new column gets), so they are made with bodies that only refuse, and hold the
// real ones.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace aludel::postgresql {

// A statement that makes a routine, with such a body; any other, and one whose body is parsed by the server as it is
// made (BEGIN ATOMIC, which can do nothing but change rows and call others), as it is. Nothing: its body cannot be
// read.
[[nodiscard]] std::optional<std::string> stilled(std::string_view statement);

// What pg_get_functiondef says of such a routine, as it would of the real one; any other text as it is.
[[nodiscard]] std::string awakened(std::string definition);

}  // namespace aludel::postgresql
