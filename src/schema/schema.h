// The model of a database's schema: plain values that compare by what they mean. A dialect's introspection makes one;
// nothing here knows an engine.
//
// What can be altered in place is structured (Table and its parts). Everything else that an engine can print (views,
// triggers, virtual tables, later routines, policies ...) is a Definition: a kind, a name and a text.
//
// What only one engine has (AUTOINCREMENT, STRICT, ON CONFLICT) is a clause: a name and a text. == compares clauses as
// any other property; people are shown them as they are written.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "schema/identifier.h"
#include "schema/sql_text.h"

namespace aludel {

// `{"on conflict", "REPLACE"}`, `{"autoincrement", ""}`: names in lower case, values as the engine's normal spelling.
using Clauses = std::map<std::string, std::string>;

struct Generated {
  SqlText expression;
  bool stored = false;
  bool operator==(const Generated&) const = default;
};

struct Column {
  Identifier name;
  SqlText type;  // as declared; empty: none
  bool not_null = false;
  std::optional<SqlText> default_value;  // without the parentheses around it
  Identifier collation;                  // empty: the type's own
  std::optional<Generated> generated;
  Clauses clauses;  // "not null on conflict"
  std::string comment;
  bool operator==(const Column&) const = default;
};

// One part of a key or an index.
struct KeyPart {
  Identifier column;     // empty: an expression
  SqlText expression;    // empty: a column
  Identifier collation;  // empty: the column's own
  bool descending = false;
  Clauses clauses;
  bool operator==(const KeyPart&) const = default;
};

struct PrimaryKey {
  Identifier name;  // empty: none was given
  std::vector<KeyPart> parts;
  Clauses clauses;  // "on conflict", "autoincrement"
  bool operator==(const PrimaryKey&) const = default;
};

struct UniqueConstraint {
  Identifier name;
  std::vector<KeyPart> parts;
  Clauses clauses;
  bool operator==(const UniqueConstraint&) const = default;
};

struct CheckConstraint {
  Identifier name;
  SqlText expression;  // without the parentheses around it
  Clauses clauses;
  bool operator==(const CheckConstraint&) const = default;
};

struct ForeignKey {
  Identifier name;
  std::vector<Identifier> columns;
  Identifier parent;
  std::vector<Identifier> parent_columns;  // empty: the parent's primary key
  std::string on_delete, on_update;        // upper case; empty: NO ACTION
  std::string match;                       // upper case; empty: SIMPLE
  Clauses clauses;                         // "deferrable": "initially deferred"
  bool operator==(const ForeignKey&) const = default;
};

// Constraints without a name are told apart by what they say, so a table may hold equal ones.
using Constraint = std::variant<UniqueConstraint, CheckConstraint, ForeignKey>;
[[nodiscard]] const Identifier& name_of(const Constraint& constraint);

struct Index {
  Identifier name;
  bool unique = false;
  std::vector<KeyPart> parts;
  std::optional<SqlText> where;
  Clauses clauses;
  std::string sql;  // the statement that made it, as stored; not compared
  friend bool operator==(const Index& a, const Index& b) {
    return a.name == b.name && a.unique == b.unique && a.parts == b.parts && a.where == b.where &&
           a.clauses == b.clauses;
  }
};

struct Table {
  Identifier name;
  std::vector<Column> columns;  // in their physical order
  std::optional<PrimaryKey> primary_key;
  std::vector<Constraint> constraints;  // sorted (sort_parts)
  std::vector<Index> indexes;           // sorted by name
  Clauses options;                      // "strict", "without rowid"
  std::string comment;
  std::string sql;                // the statement that made it, as stored; not compared
  std::vector<Identifier> needs;  // what must be there before it, besides parents of foreign keys; not compared
  // With all that its parents give it; its options tell of them only. Null: it has no parents. Not compared.
  std::shared_ptr<const Table> whole;

  [[nodiscard]] const Column* find_column(const Identifier& column) const;
  [[nodiscard]] const Index* find_index(const Identifier& index) const;
};
// The order of columns is no difference: compare it with same_column_order().
[[nodiscard]] bool operator==(const Table& a, const Table& b);
[[nodiscard]] bool same_column_order(const Table& a, const Table& b);

// A column that a definition uses. An empty column: the table's rows as values.
struct ColumnUse {
  Identifier table, column;
  bool operator==(const ColumnUse&) const = default;
  auto operator<=>(const ColumnUse&) const = default;
};

struct Definition {
  std::string kind;  // "view", "trigger", "virtual table": a word of the dialect
  Identifier name;
  Identifier on;                     // the table or view that it belongs to; empty: none
  SqlText sql;                       // the whole statement
  std::vector<Identifier> mentions;  // what its text names: tables, views, whatever else it needs; sorted
  std::vector<ColumnUse> uses;       // of these tables, where the engine tells; sorted
  bool has_rows = false;             // dropping it loses data
  std::string fault;                 // why the engine, which holds it, cannot compile it; empty: it can
  friend bool operator==(const Definition& a, const Definition& b) {
    return a.kind == b.kind && a.name == b.name && a.on == b.on && a.sql == b.sql;
  }
};

// Something that the database holds and Aludel does not manage.
struct Unmanaged {
  std::string kind;  // "statistics table"
  std::string name;
  bool operator==(const Unmanaged&) const = default;
};

struct Schema {
  std::vector<Table> tables;            // sorted by name
  std::vector<Definition> definitions;  // sorted by kind and name
  std::vector<Unmanaged> unmanaged;     // not compared
  std::vector<Definition> kept;         // not compared, and lost with what they mention: owners, privileges

  [[nodiscard]] const Table* find_table(const Identifier& table) const;
  [[nodiscard]] const Definition* find_definition(const std::string& kind, const Identifier& definition) const;
  friend bool operator==(const Schema& a, const Schema& b) {
    return a.tables == b.tables && a.definitions == b.definitions;
  }
};

// Puts the parts of a schema into the order that == and the finders expect.
void sort_parts(Table& table);
void sort_parts(Schema& schema);

}  // namespace aludel
