// A SQLite schema drawn at random, as what it should mean: independent of the code under test, which knows it only as
// SQL. Its parts name each other by number, so that it can be changed and stays whole.
//
// Texts hold columns as `{7}` and tables as `{t3}`; their tokens stand apart, so that each can be spelled in any way.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "random.h"

namespace aludel::property {

struct DrawnColumn {
  int id = 0;
  std::string name;
  std::string type;  // empty: none
  bool not_null = false;
  std::string not_null_conflict;  // REPLACE ...; empty: none
  std::string default_value;      // empty: none
  std::string collation;          // empty: none
  std::string generated;          // empty: an ordinary column
  bool stored = false;
};

struct DrawnPart {
  std::string text;  // `{7}` or an expression
  std::string collation;
  bool descending = false;
};

// PRIMARY KEY or UNIQUE.
struct DrawnKey {
  std::string name;
  std::vector<DrawnPart> parts;
  std::string conflict;
  bool autoincrement = false;
};

struct DrawnCheck {
  std::string name;
  std::string text;
};

struct DrawnForeignKey {
  std::string name;
  std::vector<int> columns;
  int parent = 0;
  std::vector<int> parent_columns;  // empty: its primary key
  std::string on_delete, on_update, match;
  bool deferred = false;
};

struct DrawnIndex {
  std::string name;
  bool unique = false;
  std::vector<DrawnPart> parts;
  std::string where;
};

struct DrawnTable {
  int id = 0;
  std::string name;
  bool strict = false;
  bool without_rowid = false;
  std::vector<DrawnColumn> columns;
  std::optional<DrawnKey> primary_key;
  std::vector<DrawnKey> unique_keys;
  std::vector<DrawnCheck> checks;
  std::vector<DrawnForeignKey> foreign_keys;
  std::vector<DrawnIndex> indexes;
};

// A view or a trigger; its text is the whole statement but for CREATE.
struct DrawnDefinition {
  std::string name;
  std::string text;
};

struct Drawing {
  int last_id = 0;
  std::vector<DrawnTable> tables;
  std::vector<DrawnDefinition> definitions;

  [[nodiscard]] const DrawnTable* find_table(int id) const;
  // The name of column `id`, of whichever table.
  [[nodiscard]] const std::string* find_column(int id) const;
};

// Takes out what names what is gone.
void tidy(Drawing& drawing);

// SQLite takes every one.
[[nodiscard]] Drawing draw(Random& random);
// The same with one to four changes. They may cancel each other out.
[[nodiscard]] Drawing redraw(Drawing drawing, Random& random);

// The statements that make it, spelled in one of many ways: what means the same comes out in another form each time.
[[nodiscard]] std::vector<std::string> spell(const Drawing& drawing, Random& random);

}  // namespace aludel::property
