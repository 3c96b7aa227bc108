// The kinds of objects that are known by a statement of theirs (Definition). All that Aludel knows of a kind stands in
// one row of one list, kinds.cc; docs/postgresql.md shows that list.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dialect/postgresql/names.h"
#include "schema/schema.h"

namespace aludel::postgresql {

enum class Naming : std::uint8_t {
  kRelation,  // shares its names with tables
  kOwn,       // has names beside those of tables, with a schema or without one
  kOfTable,   // has a name within its table
  kSql,       // is known by a piece of SQL: `(a AS b)` of a cast
};

// When an object is made where the catalogs leave it open, and when it is dropped for good.
enum class MadeWhen : std::uint8_t { kBeforeTables, kAfterTables };
enum class Dropped : std::uint8_t {
  kFirst,  // before tables change
  kLate,   // after the tables that needed it are gone
  kLast,   // after those that stay have let go of it
};

// What a change of a table has to be so that an object that names it cannot stay meanwhile.
enum class Hindrance : std::uint8_t {
  kNone,  // a table that is made anew
  kDroppedColumns,
  kAnyShape,  // the same, or columns of other types
  kIndexes,   // an index of its own that goes, which takes the object along
  kNewParents,
};

// What becomes of an object when something that it needs is made anew.
enum class Follows : std::uint8_t { kMadeAnew, kStays };

// Whether it may get another name if one goes and one of the same structure comes; else it is dropped and made anew.
enum class Renaming : std::uint8_t {
  kNever,
  kAsked,
  kUnasked,  // nothing else can be meant by it
};

struct Kind;
// The statements that turn one object into the other in place; none: it is dropped and made anew.
using Alter = std::vector<std::string> (*)(const Kind& kind, const Definition& from, const Definition& to);

struct Kind {
  std::string_view name;
  // Empty: it is read with all others that say who may do what (grants.cc). Else of pg_depend's rows about it; of a
  // kind that says something of another object, of that object.
  std::string_view catalog;
  Naming naming;
  // Gives: the row's oid; the schema (none: NULL) and the name; what follows the name to tell it from others (a
  // routine's parameters); the oid of the table or view that it belongs to (none: NULL); the statement.
  std::string_view query, more = {};
  // What follows DROP and ALTER; a whole statement if that is how it is dropped. `{name}` is the name with its schema,
  // `{bare}` the name alone, `{rest}` what follows it, `{on}` its table, `{sql}` the name of Naming::kSql, which may be
  // cut at ` of `: `{part}`, `{whole}`.
  std::string_view subject;
  MadeWhen made = MadeWhen::kAfterTables;
  Dropped dropped = Dropped::kFirst;
  Alter alter = nullptr;
  std::string_view altered = "dropped and made anew";  // for people
  Hindrance hindrance = Hindrance::kNone;
  Follows follows = Follows::kMadeAnew;
  bool of_another = false;  // it says something of another object
  Renaming renamed = Renaming::kNever;
  // Of a part of a table or a domain: the statement that renames it, when the whole has its name. `{old}` and `{new}`
  // are names alone, `{on}` and `{whole}` as above.
  std::string_view rename = {};
};

[[nodiscard]] std::span<const Kind> kinds();
// Null: a comment.
[[nodiscard]] const Kind* find_kind(std::string_view name);
// The place of a kind where the catalogs leave the order open.
[[nodiscard]] std::size_t rank_of(std::string_view kind);
[[nodiscard]] std::size_t rank_of_tables();

// `SERVER "files"`, `FUNCTION "public"."f"(integer)`: what follows DROP, ALTER and COMMENT ON.
[[nodiscard]] std::string subject_sql(const Kind& kind, const Definition& definition);
[[nodiscard]] std::string drop_sql(const Definition& definition);
// Of a part: what calls `from` like `to`, which stands on the same thing.
[[nodiscard]] std::string rename_sql(const Kind& kind, const Definition& from, const Definition& to);
// The name in it.
[[nodiscard]] NameSql name_sql(const Kind& kind, const Definition& definition);

}  // namespace aludel::postgresql
