// A schema as bytes for the cache, and back: all of it, what == leaves out included.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "schema/schema.h"

namespace aludel {

[[nodiscard]] std::string to_bytes(const Schema& schema);
// Nothing if these are not the bytes of a schema as this version writes them, or not all of them.
[[nodiscard]] std::optional<Schema> from_bytes(std::string_view bytes);

}  // namespace aludel
