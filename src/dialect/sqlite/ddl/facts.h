// What SQLite's documentation says about tables and columns, as far as changing them needs it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "schema/schema.h"

namespace aludel::sqlite {

// Which values a column changes as it stores them (https://sqlite.org/datatype3.html, 3.1); kNone is also called BLOB.
enum class Affinity : std::uint8_t { kNone, kText, kNumeric, kInteger, kReal };
[[nodiscard]] Affinity affinity_of(const SqlText& type, bool strict);

[[nodiscard]] bool is_strict(const Table& table);
[[nodiscard]] bool has_rowid(const Table& table);
// Whether the column cannot hold NULL, by its declaration or because of its part in the primary key.
[[nodiscard]] bool never_null(const Column& column, const Table& table);
// Whether SQLite can look for the rows that the key refers to (https://sqlite.org/foreignkeys.html#fk_indexes): there
// is no such table, which is an answer, too, or its columns are unique.
[[nodiscard]] bool is_checkable(const ForeignKey& key, const Schema& schema);
// A word by which the rowid is read and written although no column is it; empty: columns hide all three.
[[nodiscard]] std::string_view rowid_word(const Table& table);

// What a DEFAULT is, as far as its text alone tells.
enum class DefaultKind : std::uint8_t { kNull, kInteger, kReal, kText, kBlob, kBoolean, kExpression };
[[nodiscard]] DefaultKind default_kind(std::string_view value);

// Whether `word` (folded) occurs in the text, however it is quoted: in some places SQLite takes a string for a name.
[[nodiscard]] bool mentions(std::string_view sql, std::string_view word);

}  // namespace aludel::sqlite
