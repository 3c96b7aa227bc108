// What the server says, as errors of ours.
#pragma once

#include <string>
#include <vector>

#include "aludel/error.h"
#include "core/source.h"
#include "dialect/mariadb/client.h"

namespace aludel::mariadb {

inline constexpr unsigned kDeadlock = 1213;  // Galera says so if a transaction cannot be certified

// Somebody's lock, or Galera's certification, was in the way: the transaction may be run again.
[[nodiscard]] bool may_retry(const Failure& failure);
[[nodiscard]] bool names_what_is_missing(const Failure& failure);
[[nodiscard]] bool was_stopped(const Failure& failure);  // by KILL QUERY

// Of a statement of Aludel's own. `shown`: the database as a user knows it.
[[nodiscard]] Error own_failure(const Failure& failure, const std::string& shown);
// Of a statement of a file, with the place of what the message names. `warnings`: what else the server said.
[[nodiscard]] Error statement_failure(const Failure& failure, const Source& source, Span statement,
                                      const std::vector<std::string>& warnings, const std::string& shown);
// Where in the statement the message points; the whole statement's first word if it does not.
[[nodiscard]] Span place_of(const Failure& failure, const Source& source, Span statement);

}  // namespace aludel::mariadb
