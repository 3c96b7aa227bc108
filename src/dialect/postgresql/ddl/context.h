// What all parts of a migration's SQL share while it is written.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dialect/ddl.h"

namespace aludel::postgresql {

struct Context {
  const Schema& from;
  const Schema& to;
  const DdlOptions& options;
  Ddl result = {};

  void add(std::string sql, std::string comment = {});
  void warn(std::string text, const Identifier& object) {
    result.script.warnings.push_back({std::move(text), object.text});
  }
  // The expression for rows without a value. Empty: such rows are to stop the migration. Null: nobody said anything.
  [[nodiscard]] const std::string* fill(const Table& table, const Column& column) const;
  // The same, and asks if nobody said anything.
  [[nodiscard]] const std::string* ask_fill(const Table& table, const Column& column);
  [[nodiscard]] const std::string* conversion(const Table& table, const Column& column) const;
  [[nodiscard]] bool may_lose(const Table& table, const Column& column) const;
};

// What becomes of a table that both schemas have. One that moves or is made anew is seen as a whole.
struct TableWork {
  const Table* from = nullptr;
  const Table* to = nullptr;
  const Table* was = nullptr;  // as the schemas have it
  const Table* now = nullptr;
  bool moved = false;  // it leaves its parents, and joins those of the new schema
  bool anew = false;   // it is made anew, with its rows
  bool options = false, comment = false;
  std::vector<const Column*> dropped, added;
  struct Altered {
    const Column* from;
    const Column* to;
    std::uint8_t parts;
    const Definition* rebuilt;  // its type, if that is made anew
    [[nodiscard]] bool has(ColumnPart part) const { return (parts & static_cast<std::uint8_t>(part)) != 0; }
    [[nodiscard]] bool retyped() const {
      return rebuilt != nullptr || has(ColumnPart::kType) || has(ColumnPart::kCollation);
    }
    [[nodiscard]] bool reshaped() const { return retyped() || has(ColumnPart::kGenerated); }
    // Nothing of the old one stays.
    [[nodiscard]] bool computed_again() const { return to->generated && has(ColumnPart::kGenerated); }
  };
  std::vector<Altered> altered;
  bool key = false;  // the primary key changes
  std::vector<const Constraint*> constraints_off, constraints_on;
  std::vector<const Index*> indexes_off, indexes_on;
  // What differs in nothing but its name keeps all but that; nothing else can be meant by it.
  std::map<const Constraint*, const Constraint*> renamed;
  std::map<const Index*, const Index*> renamed_indexes;
  bool renamed_key = false;

  [[nodiscard]] bool retypes() const;                           // a column gets another type, collation or expression
  [[nodiscard]] bool drops_index_in(const SqlText& sql) const;  // one that a text of the server's names
  [[nodiscard]] bool drops_columns() const;                     // those that are computed anew included
  [[nodiscard]] bool reshapes() const { return anew || retypes() || !dropped.empty(); }
  [[nodiscard]] bool retypes(const Identifier& column) const;
  // Whether the column does not stay as it is; of the name that a row has as a value: whether any does not.
  [[nodiscard]] bool reshapes(const Identifier& column) const;
};

// All that is to be done, with what depends on it.
struct Work {
  std::map<std::string, TableWork> tables;  // of both schemas, by key
  std::vector<const Table*> new_tables, old_tables;
  std::set<const Definition*> off;       // of the old schema, dropped before tables change
  std::set<const Definition*> held;      // of these, those that go after parts of tables
  std::set<const Definition*> aside;     // of these, those that old tables need until their rows are in new ones
  std::set<const Definition*> off_late;  // dropped for good, after what needed them
  std::set<const Definition*> off_last;  // of these, those that such tables need
  std::set<const Definition*> on;        // of the new schema, made
  struct InPlace {
    const Definition* from;
    const Definition* to;
    std::vector<std::string> statements;
  };
  std::vector<InPlace> in_place;
  std::vector<std::pair<const Definition*, const Definition*>> rebuilt_types;
  std::vector<const Definition*> without_default;  // domains of the old schema, before anything goes
};
[[nodiscard]] Work plan_work(const Schema& from, const Schema& to, const Changes& changes);

// What stands in a table and names other objects.
struct TableParts {
  std::vector<const Constraint*> checks;
  std::vector<const Index*> indexes;
  std::vector<const Column*> defaults, generated, collated;
  [[nodiscard]] bool empty() const {
    return checks.empty() && indexes.empty() && defaults.empty() && generated.empty() && collated.empty();
  }
};
// Those that hold the name.
[[nodiscard]] TableParts parts_that_say(const Table& table, std::string_view name);
// Those that need the definition, of a table that does; all that may, if their texts do not tell.
[[nodiscard]] TableParts parts_that_need(const Table& table, const Definition& definition);
// Whether a text of the server's holds that name.
[[nodiscard]] bool says(const SqlText& sql, std::string_view name);
// As it stands in such a text, between quotes if it needs some.
[[nodiscard]] std::string bare_name(const Identifier& name);
// Whether an index or a key of these goes with the column; it may if it has an expression.
[[nodiscard]] bool has_part(const std::vector<KeyPart>& parts, const Clauses& clauses, const Column& column);
// Whether a definition of a table, `ALTER TABLE t CLUSTER ON i`, names the index that an exclusion constraint has.
[[nodiscard]] bool names_index_of(const Definition& constraint, const Definition& one);
// What differs in nothing but its name is renamed.
void rename_indexes(TableWork& work);
// What becomes of a column of the old table.
[[nodiscard]] TableWork::Altered& work_of_column(TableWork& work, const Column& column);
void mark(TableWork::Altered& column, ColumnPart part);

[[nodiscard]] bool is_type(const Definition& definition);
// The type of the schema's own that the server spells so; null: nobody made it.
[[nodiscard]] const Definition* type_called(std::string_view spelling, const Schema& schema);
// What a domain, a composite or a range type is made of, without collations: `text`, `numeric(10,2)`.
struct TypeField {
  std::string name;  // of a composite type, as SQL
  std::string type;
};
[[nodiscard]] std::vector<TypeField> fields_of(const Definition& type);
[[nodiscard]] std::vector<std::string> types_in(const Definition& type);
// `public.mood`: the name in the head of a CREATE statement, as the server writes it wherever it names the object.
[[nodiscard]] std::string spelled_name(const Definition& definition);
// What follows a word of a text, outside of quotes; nothing if it is not there.
[[nodiscard]] std::string_view behind_word(std::string_view sql, std::string_view word);
// `CREATE DOMAIN d AS text DEFAULT 'x' NOT NULL`.
struct DomainParts {
  std::string head;           // with its type and collation
  std::string default_value;  // empty: none
  bool not_null = false;
};
[[nodiscard]] DomainParts parts_of_domain(const Definition& domain);
// What an ALTER ... ADD CONSTRAINT says behind the name of the constraint.
[[nodiscard]] std::string_view constraint_in(const Definition& definition);
// What is called like a type, in an order in which it can get another name: `FUNCTION`, `public.span`, `(bigint,
// bigint)`.
struct TypePart {
  std::string what, name, rest;
  bool multirange = false;
};
[[nodiscard]] std::vector<TypePart> parts_of_type(const Definition& type);
// Of a range type: what stands before the name of its multirange type.
inline constexpr std::string_view kMultirangeOption = ", multirange_type_name = ";
// The name that the server gives to the multirange type of a range type of that name, and whether it has that.
[[nodiscard]] std::string multirange_name(std::string_view range);
[[nodiscard]] bool has_own_multirange(const Definition& range);
// The statements that give a type, with what is called like it, or a routine another name until the new one has taken
// its place.
[[nodiscard]] std::vector<std::string> step_aside(const Definition& definition);
[[nodiscard]] std::string drop_aside_sql(const Definition& definition);
// The name that a type then has.
[[nodiscard]] std::string name_aside(const Definition& type);
// Of `... AS ENUM ('a', 'b')`, with their quotes.
[[nodiscard]] std::vector<std::string> enum_labels(std::string_view sql);
// Columns, options and key of a table that stays; constraints and indexes go before and come after.
void loosen_table(const TableWork& work, Context& context);
void alter_table(const TableWork& work, Context& context);

// A table that is made anew: the old one steps aside, and goes when its rows are in the new one.
void set_aside(const TableWork& work, Context& context);
void take_over_rows(const TableWork& work, Context& context);

// The value of a column as one of the type that it gets, for rows of `table`; after a check that stops the migration
// where it would not come back the same, unless somebody permitted that.
[[nodiscard]] std::string converted_value(const std::string& table, const TableWork& work, const Column& from,
                                          const Column& to, Context& context);
// A column whose numbers come from somewhere else than before: where the old ones stand is kept before they go, and the
// new ones go on there; behind the rows, if there was nothing before.
enum class TableStays : std::uint8_t { kYes, kNo };
void keep_numbers(const Table& table, const Column& from, const Column& to, TableStays stays, Context& context);
void go_on_counting(const Table& table, const Column& from, const Column& to, TableStays stays, Context& context);

}  // namespace aludel::postgresql
