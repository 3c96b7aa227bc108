// The one list of dialects.
#pragma once

#include <span>

#include "core/url.h"
#include "dialect/dialect.h"

namespace aludel {

[[nodiscard]] std::span<const Dialect* const> dialects();
// For a program that shares its process with nobody, before it opens a database: sets what client libraries know for a
// whole process.
void claim_process();
// The dialect of a URL's scheme. Throws kUnsupportedDialect.
[[nodiscard]] const Dialect& dialect_of(const Url& url);
// The dialect of that name. Throws kUnsupportedDialect.
[[nodiscard]] const Dialect& dialect_named(std::string_view name);

}  // namespace aludel
