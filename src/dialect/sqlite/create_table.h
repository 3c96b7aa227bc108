// A stored CREATE TABLE, read into its parts with the place of each, so that one clause can be changed and the rest
// stays byte for byte (https://sqlite.org/lang_createtable.html, every clause of it).
//
// SQLite has accepted and stored the text, so reading it decides nothing about what may run. A text that it could not
// have stored (no CREATE TABLE ... ( ... )) is an error.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/source.h"

namespace aludel::sqlite {

// One constraint, of a column or of the table. kNull is what says nothing: the word NULL, a CONSTRAINT name that no
// constraint follows, a DEFERRABLE apart from its REFERENCES (which has it, too).
enum class ClauseKind : std::uint8_t {
  kPrimaryKey,
  kNotNull,
  kNull,
  kUnique,
  kCheck,
  kDefault,
  kCollate,
  kForeignKey,
  kGenerated,
};

// A column of PRIMARY KEY (...), UNIQUE (...) as written: a name, perhaps COLLATE and ASC or DESC.
struct KeyText {
  std::string column;     // without quotes
  std::string collation;  // empty: none
  bool descending = false;
  Span all;
};

struct ClauseText {
  ClauseKind kind = ClauseKind::kNull;
  Span all;          // with CONSTRAINT name, up to its last token
  std::string name;  // of CONSTRAINT name; empty: none
  Span name_span;
  // kCheck, kGenerated: the expression without its parentheses. kDefault: the value without parentheses around it.
  Span expression;
  bool stored = false;                  // kGenerated
  bool descending = false;              // kPrimaryKey of a column: DESC
  bool autoincrement = false;           // kPrimaryKey
  std::string conflict;                 // upper case word after ON CONFLICT; empty: none
  std::string collation;                // kCollate: the name
  std::vector<KeyText> columns;         // kPrimaryKey and kUnique of a table, kForeignKey of a table: the columns
  std::string parent;                   // kForeignKey
  Span parent_span;                     // the name's token
  std::vector<KeyText> parent_columns;  // kForeignKey
  std::string on_delete, on_update;     // upper case, one space: `SET NULL`; empty: none
  std::string match;                    // upper case; empty: none
  std::string deferrable;               // normalised: `deferrable initially deferred`; empty: none
};

struct ColumnText {
  std::string name;  // without quotes
  Span name_span;    // the name's token, with its quotes
  Span type;         // empty, after the name: none
  std::vector<ClauseText> clauses;
  Span all;  // from the name to the last token; comments before and after are no part of it
};

struct TableText {
  std::string sql;
  Span name_span;  // of the table's name, with its quotes (and `main.` before it is no part of it)
  Span body;       // between the parentheses
  std::vector<ColumnText> columns;
  std::vector<ClauseText> constraints;  // of the table
  std::vector<Span> separators;         // the commas between columns and constraints, in order (some are optional)
  bool strict = false;
  bool without_rowid = false;
  Span options;  // after the closing parenthesis; may be empty

  [[nodiscard]] std::string_view text(Span span) const {
    return std::string_view(sql).substr(span.begin, span.end - span.begin);
  }
};

// Throws kInternal if the text is not one that SQLite stores for an ordinary table.
[[nodiscard]] TableText read_create_table(std::string sql);

}  // namespace aludel::sqlite
