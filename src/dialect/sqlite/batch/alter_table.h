// An ALTER TABLE of a section marked `batch`: the standard's words, most of which SQLite lacks
// (https://sqlite.org/omitted.html), with the place of each in the revision's file.
//
//   ALTER TABLE t action [, action ...]
//
//   ADD [COLUMN] definition [FIRST | BEFORE c | AFTER c]      DROP [COLUMN] c
//   ALTER [COLUMN] c [SET DATA] TYPE type [USING expression]
//   ALTER [COLUMN] c SET DEFAULT value | DROP DEFAULT | SET NOT NULL | DROP NOT NULL
//   ADD [CONSTRAINT n] PRIMARY KEY (...) | UNIQUE (...) | CHECK (...) | FOREIGN KEY (...) REFERENCES ...
//   DROP CONSTRAINT n | DROP PRIMARY KEY | DROP UNIQUE (...) | DROP CHECK (...) | DROP FOREIGN KEY (...)
//   SET STRICT | SET WITHOUT ROWID | DROP STRICT | DROP WITHOUT ROWID
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/source.h"

namespace aludel::sqlite {

struct AlterAction {
  enum class Kind : std::uint8_t {
    kAddColumn,
    kDropColumn,
    kSetType,
    kSetDefault,
    kDropDefault,
    kSetNotNull,
    kDropNotNull,
    kAddConstraint,
    kDropConstraint,  // by its name
    kDropPrimaryKey,
    kDropUnique,
    kDropCheck,
    kDropForeignKey,
    kSetStrict,
    kDropStrict,
    kSetWithoutRowid,
    kDropWithoutRowid,
  };
  enum class Position : std::uint8_t { kLast, kFirst, kBefore, kAfter };

  Kind kind;
  Span all;
  Span name;    // of the column or the constraint
  Span text;    // the definition, type, value, constraint, or what stands in the parentheses of one that is dropped
  Span using_;  // the expression after USING; empty: none
  Position position = Position::kLast;
  Span beside;           // the column of kBefore and kAfter
  bool lenient = false;  // IF EXISTS, IF NOT EXISTS: nothing to do is no fault
};

struct AlterTable {
  Span table;  // its name
  std::vector<AlterAction> actions;
};

// Nothing if the statement is no ALTER TABLE, or one that SQLite runs itself: RENAME. Throws kStatement with the place
// of a word that is not understood.
[[nodiscard]] std::optional<AlterTable> read_alter_table(const Source& source, Span statement);

}  // namespace aludel::sqlite
