// What PostgreSQL and libpq say went wrong, as errors of Aludel's.
#pragma once

#include <string>
#include <string_view>

#include "aludel/error.h"
#include "core/source.h"
#include "dialect/postgresql/result.h"
#include "dialect/postgresql/target.h"

namespace aludel::postgresql {

// kConnect or kNoDatabase: what was tried, and what to look at.
[[nodiscard]] Error connect_error(const PGconn* connection, const Target& target);
// kConnect: the connection broke.
[[nodiscard]] Error lost_error(const PGconn* connection, const std::string& database);
// The same, and the server said why.
[[nodiscard]] Error ended_error(const Result& result, const std::string& database);
// A statement of a file failed.
[[nodiscard]] Error statement_error(const Result& result, const Source& source, Span statement);
// A statement of Aludel's own failed.
[[nodiscard]] Error own_error(const Result& result, const std::string& sql, const std::string& database);

// https://www.postgresql.org/docs/current/errcodes-appendix.html
inline constexpr std::string_view kLockNotAvailable = "55P03", kQueryCanceled = "57014", kSerialization = "40001",
                                  kDeadlock = "40P01", kUnsafeEnumValue = "55P04", kDivisionByZero = "22012",
                                  kUniqueViolation = "23505", kForeignKeyViolation = "23503",
                                  kActiveTransaction = "25001", kInvalidTermination = "2D000", kDiskFull = "53100";

}  // namespace aludel::postgresql
