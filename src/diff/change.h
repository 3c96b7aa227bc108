// A change: one difference between two schemas, verb and noun. A closed family; what is done for each kind stands in a
// few visitors, and the compiler names what a new kind lacks there.
//
// The way back is not stored: it is diff(to, from).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "schema/schema.h"

namespace aludel {

struct AddTable {
  Table table;
};
struct DropTable {
  Table table;
};
struct RenameTable {
  Identifier from, to;
};
// STRICT, WITHOUT ROWID, storage parameters; comments.
struct ModifyTable {
  Table from, to;
};

struct AddColumn {
  Identifier table;
  Column column;
};
struct DropColumn {
  Identifier table;
  Column column;
};
struct RenameColumn {
  Identifier table, from, to;
};
enum class ColumnPart : std::uint8_t {
  kType = 1,
  kNotNull = 2,
  kDefault = 4,
  kCollation = 8,
  kGenerated = 16,
  kClauses = 32,
  kComment = 64,
};
struct ModifyColumn {
  Identifier table;
  Column from, to;
  std::uint8_t parts = 0;  // a set of ColumnPart
  [[nodiscard]] bool changes(ColumnPart part) const { return (parts & static_cast<std::uint8_t>(part)) != 0; }
};
// Only when somebody asks for it: the order of columns has no meaning.
struct ReorderColumns {
  Identifier table;
  std::vector<Identifier> from, to;
};

struct ModifyPrimaryKey {
  Identifier table;
  std::optional<PrimaryKey> from, to;
};
struct AddConstraint {
  Identifier table;
  Constraint constraint;
};
struct DropConstraint {
  Identifier table;
  Constraint constraint;
};
// Of one kind; of one name, or about the same columns.
struct ReplaceConstraint {
  Identifier table;
  Constraint from, to;
};

struct AddIndex {
  Identifier table;
  Index index;
};
struct DropIndex {
  Identifier table;
  Index index;
};
struct ReplaceIndex {
  Identifier table;
  Index from, to;
};

struct AddDefinition {
  Definition definition;
};
struct DropDefinition {
  Definition definition;
};
struct ReplaceDefinition {
  Definition from, to;
};
struct RenameDefinition {
  std::string kind;
  Identifier from, to;
};
// Of a type that is a definition.
struct RenameValue {
  Identifier type, from, to;
};

using Change = std::variant<AddTable, DropTable, RenameTable, ModifyTable, AddColumn, DropColumn, RenameColumn,
                            ModifyColumn, ReorderColumns, ModifyPrimaryKey, AddConstraint, DropConstraint,
                            ReplaceConstraint, AddIndex, DropIndex, ReplaceIndex, AddDefinition, DropDefinition,
                            ReplaceDefinition, RenameDefinition, RenameValue>;
using Changes = std::vector<Change>;

// The table that a change is about; for a definition, the one that it belongs to. Empty: none.
[[nodiscard]] const Identifier& table_of(const Change& change);

enum class Sign : std::uint8_t { kAdd, kModify, kDrop };
[[nodiscard]] Sign sign_of(const Change& change);
// A stable name for machines: `add-column`.
[[nodiscard]] std::string_view kind_of(const Change& change);
// Whether a text names the table, or stands below its name.
enum class Naming : std::uint8_t { kQualified, kWithinTable };
// What changes, for people. It looks like SQL, but is none: names stand as they are.
struct Description {
  struct Part {
    std::string what;      // `type`; empty: all of it
    std::string from, to;  // on one line, but for the texts of definitions; empty: there is none
  };
  std::string object;       // `column users.age`
  std::string definition;   // of what is added or dropped: `INTEGER NOT NULL`
  std::vector<Part> parts;  // of what is modified
};
[[nodiscard]] Description description_of(const Change& change, Naming naming);
// `type INT -> BIGINT`; the text of a definition is only named.
[[nodiscard]] std::string text_of(const Description::Part& part);
// The same on one line: `column users.age INTEGER NOT NULL`, `column users.age: type INT -> BIGINT`.
[[nodiscard]] std::string describe(const Change& change, Naming naming = Naming::kQualified);

}  // namespace aludel
