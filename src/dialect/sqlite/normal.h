// Pieces of stored SQL with what does not matter evened out: comments, white space, the case of keywords and names, the
// quotes of names. Two pieces that mean different things never come out equal; two that mean the same may differ.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "schema/sql_text.h"

namespace aludel::sqlite {

// Whether a word in double quotes (folded) is a name there. If not, SQLite takes it for a string, whose case matters
// (https://sqlite.org/quirks.html#dblquote).
using IsName = std::function<bool(const std::string& key)>;

// An expression without parentheses around the whole, or a statement.
[[nodiscard]] SqlText expression_text(std::string_view sql, const IsName& is_name);
[[nodiscard]] SqlText statement_text(std::string_view sql, const IsName& is_name);
// The value of a DEFAULT, as table_xinfo tells it. A word there is a string: `DEFAULT abc` is `DEFAULT 'abc'`.
[[nodiscard]] SqlText default_text(std::string_view sql);
// As SQL after DEFAULT, in one spelling.
[[nodiscard]] std::string default_sql(const SqlText& value);

// A column's type: as its declaration has it, and as table_xinfo tells it.
[[nodiscard]] SqlText type_text(std::string_view declared, std::string_view told);
// As SQL, in one spelling.
[[nodiscard]] std::string type_sql(const SqlText& type);

// The same SQL on one line, without comments, one way of spacing; names and strings as they are.
[[nodiscard]] std::string spaced(std::string_view sql);

// Up to its last token: SQLite may store a comment after it.
[[nodiscard]] std::string without_end_comment(std::string_view sql);

}  // namespace aludel::sqlite
