// A database's schema, read from the catalogs in a constant number of queries; expressions and definitions are the
// server's own texts. What belongs to an extension is no part of it.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "dialect/connection.h"
#include "schema/schema.h"

namespace aludel::postgresql {

enum class Grants : std::uint8_t { kKept, kCompared };

// Without the tables named, in whatever schema they are.
[[nodiscard]] Schema introspect(Connection& connection, std::span<const std::string> without, Grants grants);

}  // namespace aludel::postgresql
