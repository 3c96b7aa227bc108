#include "dialect/sqlite/ddl/native.h"

#include <algorithm>
#include <set>

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

// DROP COLUMN turns every "word" that is no name, anywhere in the schema, into 'word'
// (https://sqlite.org/quirks.html#dblquote).
class QuotedStrings {
 public:
  explicit QuotedStrings(const Schema& schema) : schema_(schema) {
    for (const Table& table : schema.tables) {
      names_.insert(table.name.key);
      for (const Column& column : table.columns) names_.insert(column.name.key);
      for (const Index& index : table.indexes) names_.insert(index.name.key);
      for (const Constraint& constraint : table.constraints) names_.insert(name_of(constraint).key);
      if (table.primary_key) names_.insert(table.primary_key->name.key);
    }
    for (const Definition& definition : schema.definitions) names_.insert(definition.name.key);
  }
  [[nodiscard]] bool occur() const {
    return std::any_of(schema_.tables.begin(), schema_.tables.end(),
                       [&](const Table& table) {
                         return occur_in(table.sql) ||
                                std::any_of(table.indexes.begin(), table.indexes.end(),
                                            [&](const Index& index) { return occur_in(index.sql); });
                       }) ||
           std::any_of(schema_.definitions.begin(), schema_.definitions.end(),
                       [&](const Definition& definition) { return occur_in(definition.sql.written); });
  }

 private:
  [[nodiscard]] bool occur_in(std::string_view sql) const {
    if (sql.find('"') == std::string_view::npos) return false;
    for (Span at = next_token(sql, 0); !at.empty(); at = next_token(sql, at.end)) {
      const std::string_view token = sql.substr(at.begin, at.size());
      if (token.front() == '"' && names_.count(folded(unquoted(token))) == 0) return true;
    }
    return false;
  }

  const Schema& schema_;
  std::set<std::string> names_;
};

}  // namespace

std::string why_not_added(const Column& column, const Table& table, const TableText& text, const Context& context) {
  if (context.fill(table, column) != nullptr) return "ALTER TABLE adds a column with one value for all rows";
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
  if (has_comments_around(text, going)) return "ALTER TABLE would drop comments around the column, too";
  if (QuotedStrings(context.from).occur())
    return "ALTER TABLE would rewrite strings in double quotes wherever they are";
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
