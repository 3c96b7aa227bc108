// What all parts of a migration's SQL share while it is written.
#pragma once

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
    bool new_type;  // of the same name, made anew
    // Nothing of the old one stays.
    [[nodiscard]] bool computed_again() const {
      return to->generated && (parts & static_cast<std::uint8_t>(ColumnPart::kGenerated)) != 0;
    }
  };
  std::vector<Altered> altered;
  bool key = false;  // the primary key changes
  std::vector<const Constraint*> constraints_off, constraints_on;
  std::vector<const Index*> indexes_off, indexes_on;
  // What differs in nothing but its name keeps all but that; nothing else can be meant by it.
  std::map<const Constraint*, const Constraint*> renamed;
  std::map<const Index*, const Index*> renamed_indexes;
  bool renamed_key = false;

  [[nodiscard]] bool retypes() const;  // a column gets another type, collation or expression
  [[nodiscard]] bool reshapes() const { return anew || retypes() || !dropped.empty(); }
};

// All that is to be done, with what depends on it.
struct Work {
  std::map<std::string, TableWork> tables;  // of both schemas, by key
  std::vector<const Table*> new_tables, old_tables;
  std::set<const Definition*> off;       // of the old schema, dropped before tables change
  std::set<const Definition*> off_late;  // dropped for good, after what needed them
  std::set<const Definition*> on;        // of the new schema, made
  struct InPlace {
    const Definition* from;
    const Definition* to;
    std::vector<std::string> statements;
  };
  std::vector<InPlace> in_place;
  std::vector<std::pair<const Definition*, const Definition*>> rebuilt_types;
};
[[nodiscard]] Work plan_work(const Schema& from, const Schema& to, const Changes& changes);

[[nodiscard]] bool is_type(const Definition& definition);
// `public.mood`: the name in the head of a CREATE statement, as the server writes it wherever it names the object.
[[nodiscard]] std::string spelled_name(const Definition& definition);
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
// The statements that give a type, and what is called like it, names with that in front of them.
[[nodiscard]] std::vector<std::string> step_aside(const Definition& type, std::string_view prefix);
// Of `... AS ENUM ('a', 'b')`, with their quotes.
[[nodiscard]] std::vector<std::string> enum_labels(std::string_view sql);
// Columns, options and key of a table that stays; constraints and indexes go before and come after.
void loosen_table(const TableWork& work, Context& context);
void alter_table(const TableWork& work, Context& context);

// A table that is made anew: the old one steps aside, and goes when its rows are in the new one.
void set_aside(const TableWork& work, Context& context);
void take_over_rows(const TableWork& work, Context& context);

// The value as one of the other type: by the server's cast where there is one, else by its text.
[[nodiscard]] std::string cast_sql(const std::string& value, const std::string& from, const std::string& to,
                                   const Context& context);
// Stops the migration where a value of the column would not come back the same.
void stop_if_lossy(const std::string& table, const TableWork& work, const Column& from, const Column& to,
                   Context& context);
// A number of its own that a column has begins behind those that are there.
void go_on_counting(const Table& table, const Column& column, Context& context);

}  // namespace aludel::postgresql
