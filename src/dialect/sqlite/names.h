// Names in SQLite's SQL: which need quotes.
#pragma once

#include <string>
#include <string_view>

#include "schema/identifier.h"

namespace aludel::sqlite {

// ASCII letters in lower case, as SQLite compares names.
[[nodiscard]] std::string folded(std::string_view name);

// A name as SQL, in double quotes only where it needs them: it is no plain word, or a keyword.
[[nodiscard]] std::string name_sql(std::string_view name);
[[nodiscard]] inline std::string name_sql(const Identifier& name) { return name_sql(name.text); }

// Whether the word (in lower case) may mean something else than the same word in quotes: most keywords, but not those
// that SQLite takes for names where no keyword can stand (https://sqlite.org/lang_keywords.html).
[[nodiscard]] bool is_reserved(std::string_view word);

// ASCII letters, digits and `_`, not beginning with a digit.
[[nodiscard]] bool is_plain_word(std::string_view text);

}  // namespace aludel::sqlite
