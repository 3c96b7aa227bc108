// SQLite's result codes as text, and what a user can do about them.
#pragma once

#include <string>
#include <string_view>

#include "aludel/error.h"

struct sqlite3;

namespace aludel::sqlite {

// `SQLITE_IOERR_WRITE` for 778; the primary code's name for an extended code that is not known.
[[nodiscard]] std::string_view result_name(int extended_code);
// The error for a call that is not a user's statement. `database`: the file as a user would name it.
[[nodiscard]] Error engine_error(sqlite3* handle, int code, const std::string& database);
// What SQLite said, of the message of such an error: without the database and the code.
[[nodiscard]] std::string engine_words(const Error& error);
// Adds what helps with this result code, if anything does.
[[nodiscard]] Error with_help(Error error, int code, const std::string& database);

}  // namespace aludel::sqlite
