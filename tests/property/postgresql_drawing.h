// A schema of PostgreSQL drawn at random. What stands in it may name what is gone after a change: whatever lacks
// something that it names, or does not suit it any more, is left out as the schema is spelled, so that the server takes
// every one.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "random.h"

namespace aludel::property {

enum class PgFilled { kByHand, kIdentity, kSerial, kComputed };

struct PgColumn {
  std::string name, type;
  bool not_null = false;
  bool with_default = false;
  PgFilled filled = PgFilled::kByHand;
  std::string comment;
};

struct PgIndex {
  std::string name, column, other;  // `other`: of INCLUDE; empty: none
  bool unique = false, partial = false, by_expression = false, descending = false;
};

struct PgReference {
  std::string column, parent, action;
};

struct PgCheck {
  std::string name, function;  // of the row's number; empty: none
  int least = 0;
};

// The first column, `id`, is a number and always there.
struct PgTable {
  std::string name, comment;
  std::vector<PgColumn> columns;
  std::vector<std::string> key, unique;
  std::vector<PgCheck> checks;
  std::vector<PgReference> references;
  std::vector<PgIndex> indexes;
  int partitions = 0;   // 0: an ordinary table
  bool hashed = false;  // cut by a hash, instead of by ranges
  bool unlogged = false, with_trigger = false, guarded = false;
  bool clustered = false;   // on its key
  bool toasted = false;     // with a parameter for its TOAST table
  bool partly_off = false;  // its trigger, on the first partition
};

struct PgView {
  std::string name, table;
  std::vector<std::string> columns;
  bool materialized = false;
  int least = 0;
};

struct PgDomain {
  std::string name, base;
  int least = 0;  // 0: no CHECK
  bool with_default = false;
};

// Of a number, and gives one.
struct PgFunction {
  std::string name, parameter;
  int factor = 1;
};

struct PgDrawing {
  std::vector<std::pair<std::string, std::vector<std::string>>> enums;
  std::vector<PgDomain> domains;
  std::vector<std::pair<std::string, std::vector<std::string>>> composites;  // types of their fields
  std::vector<PgFunction> functions;
  std::map<std::string, int> sequences;  // with their increments
  std::vector<PgTable> tables;
  std::vector<PgView> views;
};

[[nodiscard]] PgDrawing draw_postgresql(Random& random);
// The same with one to four changes.
[[nodiscard]] PgDrawing redraw(PgDrawing drawing, Random& random);
// The statements that make it.
[[nodiscard]] std::vector<std::string> spell(const PgDrawing& drawing);

}  // namespace aludel::property
