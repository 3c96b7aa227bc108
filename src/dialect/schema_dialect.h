// What Aludel has to know of one engine to compare schemas and to write migrations: beyond dialect.h, all that makes,
// reads and renders schemas, on scratch databases of that engine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dialect/ddl.h"
#include "dialect/dialect.h"

namespace aludel {

// Whether values of two types can be equal: a number and the text that says it.
enum class CellTypes : std::uint8_t { kCount, kDoNotCount };

// What made-up values of a column have to be.
struct SampleWish {
  std::int64_t row = 0;
  const Column* also = nullptr;                  // the column becomes this one, so they have to suit it too
  std::vector<std::size_t> lengths;              // of texts and bytes, besides usual ones
  const Schema* schema = nullptr;                // with the types that people made
  const Schema* later = nullptr;                 // what becomes of them; null: they stay
  const std::vector<Rename>* renames = nullptr;  // that lie between these
};

struct Counter {
  std::optional<std::int64_t> last;  // nothing: it gave out none
  bool descending = false;
  std::int64_t first = 0;  // that it gives out
  // Whether this one would give out again what the other one gave out.
  [[nodiscard]] bool is_behind(const Counter& other) const {
    if (!other.last || descending != other.descending) return false;
    if (!last) return descending ? first >= *other.last : first <= *other.last;
    return descending ? *last > *other.last : *last < *other.last;
  }
};
using Counters = std::map<std::string, Counter>;

// Where scratch databases live, on engines that need a server for them.
struct ScratchSettings {
  bool grants = false;        // privileges are compared, too
  std::optional<Url> server;  // on which databases may be made and dropped; nothing: a private one is started
  std::string cache_folder;   // for what makes the next start faster; empty: nothing is kept
  // The database that is worked on, if one is known: where no private server can be started, or none is wanted, scratch
  // databases are made beside it.
  std::function<std::optional<Url>()> database;
  bool beside = false;
};

// Whose SQL a scratch database gets: not all of it may run beside somebody's own databases.
enum class ScratchSql : std::uint8_t {
  kOwn,        // what Aludel writes, or reads from a catalog
  kModel,      // what a model says
  kRevisions,  // whatever people write in revisions
};

class SchemaDialect : public Dialect {
 public:
  [[nodiscard]] const SchemaDialect* schemas() const final { return this; }

  // The same with scratch databases as these settings say. Nothing: scratch databases of this engine need none.
  [[nodiscard]] virtual std::unique_ptr<SchemaDialect> with_scratch(const ScratchSettings& /*settings*/) const {
    return nullptr;
  }

  // Scratch databases are to be as the engine of this database is, of its version say; for the first one that is named.
  virtual void suit(Connection& /*database*/) const {}
  // An empty private database that is gone with the connection. Throws kScratch.
  [[nodiscard]] virtual std::unique_ptr<Connection> scratch(ScratchSql sql) const = 0;
  // The same with all that a private database holds.
  [[nodiscard]] virtual std::unique_ptr<Connection> scratch_copy(Connection& original, ScratchSql sql) const = 0;
  // The scratch database that keep_scratch() left in this file, to be read and copied. Nothing: it is not there, it is
  // damaged, or scratch databases live where none can be brought along, as on a server that runs already.
  [[nodiscard]] virtual std::unique_ptr<Connection> kept_scratch(const std::string& /*file*/) const { return nullptr; }
  // Leaves one that scratch() gave, and that nobody changes any more, in a new file, as soon as no scratch database is
  // needed any more; the first wish counts. Any trouble with that only means that there will be no file.
  virtual void keep_scratch(Connection& /*scratch*/, const std::string& /*file*/) const {}
  // Whether made-up rows may be in a scratch database with this schema: nothing that they set off can reach out of it.
  [[nodiscard]] virtual bool rows_stay_inside(const Schema& /*schema*/) const { return true; }
  // Name and version of the engine that scratch databases run on, and what else decides how a schema is read there: a
  // schema that is kept is good for the same text only.
  [[nodiscard]] virtual std::string scratch_engine() const = 0;

  // A text that is another one whenever the schema is; cheap, so that the schema is read only if there is a new one.
  [[nodiscard]] virtual std::string schema_stamp(Connection& connection) const = 0;
  // A text that is equal for two databases only if introspect() finds the same in both; cheaper than that.
  [[nodiscard]] virtual std::string schema_text(Connection& connection, std::span<const std::string> without) const = 0;
  // The schema as SQL that makes it, without the tables named.
  [[nodiscard]] virtual std::string schema_sql(Connection& connection, std::span<const std::string> without) const = 0;
  // A statement that takes back what `statement` creates, as far as its text tells; to be proven by whoever uses it.
  [[nodiscard]] virtual std::optional<std::string> undo_of(std::string_view statement) const = 0;

  // What a statement of a section marked `batch` becomes on a database with the schema of `connection`. Nothing: it
  // runs as it is. Throws kStatement with its place.
  [[nodiscard]] virtual std::optional<Script> expand(Connection& connection, const Source& source,
                                                     Span statement) const = 0;

  // --- Schemas as values

  // A name as this engine compares names.
  [[nodiscard]] virtual Identifier identifier(std::string_view text) const = 0;
  // The name of a table or a view, and that of a column, as SQL of Aludel's own.
  [[nodiscard]] virtual std::string table_sql(const Identifier& table) const { return quote_identifier(table.text); }
  [[nodiscard]] virtual std::string column_sql(const Identifier& column) const { return quote_identifier(column.text); }
  // The whole schema, without the tables named and what belongs to them.
  [[nodiscard]] virtual Schema introspect(Connection& connection, std::span<const std::string> without) const = 0;
  // SQL that makes the schema in an empty database, in one spelling whatever its objects were written like: loading it
  // gives an equal schema.
  [[nodiscard]] virtual Script canonical(const Schema& schema) const = 0;
  // The same spelling for parts: what is written in the tables of a schema, and clauses of CREATE TABLE.
  [[nodiscard]] virtual Schema in_one_spelling(Schema schema) const = 0;
  [[nodiscard]] virtual std::string clause_sql(const PrimaryKey& key) const = 0;
  [[nodiscard]] virtual std::string clause_sql(const Constraint& constraint) const = 0;
  // SQL that turns a database with schema `from` into one with schema `to`. `changes` are diff(from, to). The texts of
  // `from` must be those of the database that the script will meet.
  [[nodiscard]] virtual Ddl render(const Schema& from, const Schema& to, const Changes& changes,
                                   const DdlOptions& options) const = 0;
  // What renames have to know of a definition of this schema. Nothing: it cannot be renamed.
  [[nodiscard]] virtual std::optional<RenamableDefinition> renamable(const Definition& /*definition*/,
                                                                     const Schema& /*schema*/) const {
    return std::nullopt;
  }
  // SQL that renames, for a database with schema `from`. Every object that mentions the name follows.
  [[nodiscard]] virtual Script render_renames(const Schema& from, const std::vector<Rename>& renames) const = 0;

  // --- Rows, made up and compared

  // Literals that suit a column. The first one is another for each row. None: nobody knows what its type holds.
  [[nodiscard]] virtual std::vector<std::string> samples(const Column& column, const SampleWish& wish) const = 0;
  // What values of a column have to be by its type, beside the CHECKs of its table: expressions that name the column.
  [[nodiscard]] virtual std::vector<std::string> checks_of_type(const Column& /*column*/,
                                                                const Schema& /*schema*/) const {
    return {};
  }
  // Of a table whose rows lie in parts of it: what a row has to be for each of these. None: it has none, or nobody
  // knows.
  [[nodiscard]] virtual std::vector<std::string> conditions_of_parts(const Table& /*table*/,
                                                                     const Schema& /*schema*/) const {
    return {};
  }
  // The literals that occur in an expression: what a CHECK names, it probably accepts.
  [[nodiscard]] virtual std::vector<std::string> literals(std::string_view sql) const = 0;
  // Values of a column beside such a literal, for row `row`.
  [[nodiscard]] virtual std::vector<std::string> values_near(std::string_view /*literal*/, const Column& /*column*/,
                                                             std::int64_t /*row*/) const {
    return {};
  }
  // A value as one of the column's type, where an expression has to be told which it is.
  [[nodiscard]] virtual std::string typed_value(const std::string& value, const Column& /*column*/,
                                                const Schema& /*schema*/) const {
    return value;
  }
  // The name under which the table's own row numbers are read and written, if no column is that; else empty.
  [[nodiscard]] virtual std::string row_number(const Table& table) const = 0;
  // Whether the values of a column of one schema are of the same type as those of a column of another.
  [[nodiscard]] virtual bool same_type(const Column& one, const Schema& /*its*/, const Column& other,
                                       const Schema& /*its*/) const {
    return one.type == other.type;
  }
  // An expression that gives the value of another one as a literal: equal texts are equal values.
  [[nodiscard]] virtual std::string literal_of(std::string_view expression, CellTypes types) const = 0;
  // An expression for the value of a column of this schema, as it is called when values of its type have been renamed.
  [[nodiscard]] virtual std::string renamed_value(const Column& column, const Schema& /*schema*/,
                                                  const std::vector<Rename>& /*renames*/) const {
    return column_sql(column.name);
  }
  // Tables that hold no row, as far as the engine tells that of all at once: these need not be read.
  [[nodiscard]] virtual std::set<Identifier> tables_without_rows(Connection& /*connection*/) const { return {}; }
  // Whether its default counts, so that each row gets another value.
  [[nodiscard]] virtual bool counts(const Column& /*column*/) const { return false; }
  // What a database keeps beside its rows: the last number that was given out, by the name of a table, of a column with
  // its table, or of a definition.
  [[nodiscard]] virtual Counters counters(Connection& connection) const = 0;
};

// The same dialect. Throws kUnsupportedDialect if this build cannot read its schemas.
[[nodiscard]] const SchemaDialect& require_schemas(const Dialect& dialect);

}  // namespace aludel
