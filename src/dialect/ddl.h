// From changes to SQL: what a dialect needs to know to write a migration.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/rebuild.h"
#include "dialect/script.h"
#include "diff/change.h"
#include "diff/rename.h"
#include "schema/schema.h"

namespace aludel {

// A question that only a person can answer; until it is, there is no script.
struct Question {
  enum class Kind : std::uint8_t {
    kFill,   // a NOT NULL column without default is added, or NULLs become forbidden: what do existing rows get?
    kLossy,  // values of a column may not survive the change of its type
  };
  Kind kind;
  std::string table, column;
  std::string text;  // for people
};

struct DdlOptions {
  Rebuild rebuild = Rebuild::kAuto;
  // `table.column` -> an SQL expression for rows that have no value; empty: if they must have one, they stop it.
  std::map<std::string, std::string> fill;
  std::map<std::string, std::string> convert;  // `table.column` -> its new value, an SQL expression of the old row
  std::vector<std::string> lossy;              // `table.column`: values may change as its type does
};

struct Ddl {
  Script script;
  std::vector<Question> questions;  // not empty: the script is not complete
};

}  // namespace aludel
