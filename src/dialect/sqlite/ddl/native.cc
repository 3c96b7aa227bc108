#include "dialect/sqlite/ddl/native.h"

#include <algorithm>
#include <set>

#include "dialect/sqlite/ddl/clauses.h"
#include "dialect/sqlite/ddl/facts.h"
#include "dialect/sqlite/ddl/table_edit.h"
#include "dialect/sqlite/names.h"
#include "dialect/sqlite/tokens.h"

namespace aludel::sqlite {
namespace {

// Rows that are there get the value from the schema text each time they are read. SQLite gives it the column's
// affinity, but not always as an INSERT would: TEXT DEFAULT 1.50 is read as '1.50' and inserted as '1.5'.
std::string why_not_default(DefaultKind kind, Affinity affinity, const Column& column, bool strict) {
  if (kind == DefaultKind::kExpression) return "ALTER TABLE adds no column with a default that is no constant";
  const bool text = affinity == Affinity::kText;
  if (text && (kind == DefaultKind::kReal || kind == DefaultKind::kBoolean || kind == DefaultKind::kInteger)) {
    return "rows that are there would read another default than new ones get";
  }
  if (!strict || affinity == Affinity::kNone) {
    const bool any = folded(column.type.normal) == "any";
    return !strict || any || kind == DefaultKind::kBlob ? "" : "ALTER TABLE does not check a default's type";
  }
  const bool integer = kind == DefaultKind::kInteger || kind == DefaultKind::kBoolean;
  const bool fits = affinity == Affinity::kInteger ? integer
                    : affinity == Affinity::kReal  ? integer || kind == DefaultKind::kReal
                                                   : kind == DefaultKind::kText;
  return fits ? "" : "ALTER TABLE does not check a default's type";
}

bool begins_comment(std::string_view text) {
  return text.find("--") != std::string_view::npos || text.find("/*") != std::string_view::npos;
}

// ALTER TABLE drops all from the column to the next one, or from the comma before the last one. Comments there are
// taken along, whatever they are about, and a comma in one is taken for the comma.
bool has_comments_around(const TableText& table, const ColumnText& column) {
  const auto index = static_cast<std::size_t>(&column - table.columns.data());
  const bool last = index + 1 == table.columns.size();
  const std::size_t begin = last && index > 0 ? table.columns[index - 1].all.end : column.all.begin;
  const std::size_t end = !last                       ? table.columns[index + 1].all.begin
                          : table.constraints.empty() ? table.body.end
                                                      : table.constraints.front().all.begin;
  return begins_comment(table.text({begin, column.all.begin})) || begins_comment(table.text({column.all.end, end}));
}

// Whether a clause that stays names the column: of another column or of the table.
bool is_in_other_clauses(const TableText& table, const ColumnText& column, std::string_view key) {
  const auto names = [&](const ClauseText& clause) { return mentions(table.text(clause.all), key); };
  return std::any_of(table.constraints.begin(), table.constraints.end(), names) ||
         std::any_of(table.columns.begin(), table.columns.end(), [&](const ColumnText& other) {
           return &other != &column && std::any_of(other.clauses.begin(), other.clauses.end(), names);
         });
}

bool stays(const Definition& definition, const Schema& after) {
  const Definition* other = after.find_definition(definition.kind, definition.name);
  return other != nullptr && *other == definition;
}

// Whether a view or a table that it names is away for a while: what changes is dropped first and made last.
bool misses_something(const Definition& definition, const Context& context) {
  return std::any_of(definition.mentions.begin(), definition.mentions.end(), [&](const Identifier& name) {
    const Definition* view = context.from.find_definition("view", name);
    const Definition* table = context.from.find_definition("virtual table", name);
    return (view != nullptr && !stays(*view, context.to)) || (table != nullptr && !stays(*table, context.to)) ||
           (context.from.find_table(name) != nullptr && context.to.find_table(name) == nullptr);
  });
}

// DROP COLUMN turns every "word" that is no name, anywhere in the schema, into 'word'
// (https://sqlite.org/quirks.html#dblquote). What may be one counts as one.
class QuotedStrings {
 public:
  explicit QuotedStrings(const Schema& schema) : schema_(schema) {}

  [[nodiscard]] bool occur() const {
    return std::any_of(schema_.tables.begin(), schema_.tables.end(),
                       [&](const Table& table) { return occur_in(table); }) ||
           std::any_of(schema_.definitions.begin(), schema_.definitions.end(),
                       [&](const Definition& definition) { return occur_in(definition); });
  }

 private:
  using Names = std::set<std::string>;

  static void add_columns(const Table& table, Names& names) {
    for (const Column& column : table.columns) names.insert(column.name.key);
  }
  static bool occur_in(const Table& table) {
    if (table.sql.find('"') == std::string::npos && table.indexes.empty()) return false;
    Names names;
    add_columns(table, names);
    const TableText text = read_create_table(table.sql);
    const auto in_clause = [&](const ClauseText& clause) {
      return occur_in(text.text(clause.expression), clause.kind == ClauseKind::kDefault ? Names() : names);
    };
    const auto in_column = [&](const ColumnText& column) {
      return std::any_of(column.clauses.begin(), column.clauses.end(), in_clause);
    };
    names.insert(table.name.key);
    return std::any_of(text.columns.begin(), text.columns.end(), in_column) ||
           std::any_of(text.constraints.begin(), text.constraints.end(), in_clause) ||
           std::any_of(table.indexes.begin(), table.indexes.end(), [&](const Index& index) {
             Names more = names;
             more.insert(index.name.key);
             return occur_in(index.sql, more);
           });
  }
  [[nodiscard]] bool occur_in(const Definition& definition) const {
    Names names = {definition.name.key, definition.on.key};
    for (const Identifier& mentioned : definition.mentions) {
      names.insert(mentioned.key);
      if (const Table* table = schema_.find_table(mentioned)) add_columns(*table, names);
    }
    return occur_in(definition.sql.written, names);
  }
  static bool occur_in(std::string_view sql, const Names& names) {
    if (sql.find('"') == std::string_view::npos) return false;
    for (Span at = next_token(sql, 0); !at.empty(); at = next_token(sql, at.end)) {
      const std::string_view token = sql.substr(at.begin, at.size());
      if (token.front() == '"' && names.count(folded(unquoted(token))) == 0) return true;
    }
    return false;
  }

  const Schema& schema_;
};

std::string why_not_added(const Column& column, const Table& table, const TableText& text, const Context& context) {
  const std::string* expression = context.fill(table, column);
  if (expression != nullptr && !expression->empty()) return "ALTER TABLE adds a column with one value for all rows";
  DefaultKind value = DefaultKind::kNull;
  bool refers = false;
  for (const ClauseText& clause : find_column(text, column.name)->clauses) {
    if (clause.kind == ClauseKind::kPrimaryKey) return "ALTER TABLE adds no column to a primary key";
    if (clause.kind == ClauseKind::kUnique) return "ALTER TABLE adds no UNIQUE column";
    if (clause.kind == ClauseKind::kGenerated && clause.stored) return "ALTER TABLE adds no STORED column";
    if (clause.kind == ClauseKind::kForeignKey) refers = true;
    if (clause.kind == ClauseKind::kDefault) value = default_kind(text.text(clause.expression));
  }
  if (column.generated) return {};
  if (value == DefaultKind::kNull) {
    return column.not_null ? "ALTER TABLE adds no NOT NULL column without a default" : "";
  }
  if (refers) return "ALTER TABLE adds no column that refers to another table by its default";
  return why_not_default(value, affinity_of(column.type, text.strict), column, text.strict);
}

}  // namespace

std::string why_not_added(const TableChange& change, const TableText& wanted, const Context& context) {
  if (!change.added.empty() && is_strict(*change.from) != is_strict(*change.to))
    return "columns are added, and STRICT changes what types they may have";
  for (auto column = change.added.begin(); column != change.added.end(); ++column) {
    if (std::string why = why_not_added(**column, *change.to, wanted, context); !why.empty()) return why;
    const std::string_view declaration = wanted.text(find_column(wanted, (*column)->name)->all);
    const auto names = [&](const Column* later) { return mentions(declaration, later->name.key); };
    if (std::any_of(column + 1, change.added.end(), names)) return "a new column names another one that comes later";
  }
  return {};
}

std::string why_not_dropped(const Column& column, const TableChange& table, const TableText& text,
                            const Context& context) {
  const ColumnText& going = *find_column(text, column.name);
  for (const ClauseText& clause : going.clauses) {
    if (clause.kind == ClauseKind::kPrimaryKey) return "ALTER TABLE drops no column of a primary key";
    if (clause.kind == ClauseKind::kUnique) return "ALTER TABLE drops no UNIQUE column";
  }
  const std::string& key = column.name.key;
  if (is_in_other_clauses(text, going, key)) return "ALTER TABLE drops no column that another clause names";
  const auto is_indexed = [&](const Index& index) { return mentions(index.sql, key); };
  if (std::any_of(table.to->indexes.begin(), table.to->indexes.end(), is_indexed)) {
    return "ALTER TABLE drops no column that an index names";
  }
  const auto names = [&](const Definition& one) { return stays(one, context.to) && mentions(one.sql.written, key); };
  if (std::any_of(context.from.definitions.begin(), context.from.definitions.end(), names)) {
    return "ALTER TABLE may not drop a column that a view or a trigger names";
  }
  const auto is_faulty = [&](const Definition& one) {
    return stays(one, context.to) &&
           (!one.fault.empty() || !context.to.find_definition(one.kind, one.name)->fault.empty() ||
            misses_something(one, context));
  };
  if (std::any_of(context.from.definitions.begin(), context.from.definitions.end(), is_faulty)) {
    return "ALTER TABLE drops no column while SQLite cannot compile a view or a trigger";
  }
  if (has_comments_around(text, going)) return "ALTER TABLE would drop comments around the column, too";
  if (QuotedStrings(context.from).occur() || QuotedStrings(context.to).occur()) {
    return "ALTER TABLE would rewrite strings in double quotes wherever they are";
  }
  return {};
}

std::string text_with_column(const TableText& table, std::string_view column) {
  const std::size_t place =
      table.constraints.empty() ? table.body.end : table.separators[table.columns.size() - 1].begin;
  std::string text = table.sql.substr(0, place);
  text.append(", ").append(column);
  return text + table.sql.substr(place);
}

}  // namespace aludel::sqlite
