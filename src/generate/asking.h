// Questions to an engine that may refuse them, inside of a transaction that has to go on.
#pragma once

#include <string_view>

#include "dialect/connection.h"

namespace aludel {

// Like Connection::query; what fails leaves the transaction as it was.
void ask(Connection& connection, std::string_view sql, const RowReader& read);

}  // namespace aludel
