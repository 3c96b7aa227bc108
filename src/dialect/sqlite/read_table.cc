#include "dialect/sqlite/read_table.h"

#include <cstddef>
#include <utility>

#include "core/error.h"
#include "dialect/sqlite/create_table.h"
#include "dialect/sqlite/introspect.h"
#include "dialect/sqlite/names.h"

namespace aludel::sqlite {
namespace {

class Reader {
 public:
  explicit Reader(const TableRow& row) : row_(&row), text_(read_create_table(row.sql)) {}

  Table read() {
    table_.name = identifier(row_->name);
    table_.sql = row_->sql;
    if (row_->strict) table_.options["strict"];
    if (row_->without_rowid) table_.options["without rowid"];
    read_columns();
    for (std::size_t i = 0; i < text_.columns.size(); ++i) {
      for (const ClauseText& clause : text_.columns[i].clauses) read_constraint(clause, &table_.columns[i]);
    }
    for (const ClauseText& clause : text_.constraints) read_constraint(clause, nullptr);
    even_out_integer_key();
    return std::move(table_);
  }

 private:
  // All columns first: constraints look for names, collations and types in them.
  void read_columns() {
    if (row_->columns.size() != text_.columns.size()) contradict("another number of columns");
    for (std::size_t i = 0; i < row_->columns.size(); ++i) {
      const ColumnRow& row = row_->columns[i];
      const ColumnText& text = text_.columns[i];
      Column column;
      column.name = identifier(row.name);
      if (column.name != identifier(text.name)) contradict(row.name);
      column.type = type_text(text_.text(text.type), row.type);
      column.not_null = row.not_null;
      if (row.default_value) {
        SqlText value = default_text(*row.default_value);
        if (value.normal != "null") column.default_value = std::move(value);
      }
      table_.columns.push_back(std::move(column));
    }
    const IsName is_name = names_in(table_);
    for (std::size_t i = 0; i < table_.columns.size(); ++i) {
      for (const ClauseText& clause : text_.columns[i].clauses) read_property(clause, table_.columns[i], is_name);
    }
  }

  // The last clause of a kind counts.
  void read_property(const ClauseText& clause, Column& column, const IsName& is_name) const {
    switch (clause.kind) {
      case ClauseKind::kCollate:
        column.collation = collation(clause.collation);
        break;
      case ClauseKind::kNotNull:
        column.clauses = conflict("not null on conflict", clause);
        break;
      case ClauseKind::kGenerated:
        column.generated = Generated{expression_text(text_.text(clause.expression), is_name), clause.stored};
        break;
      default:
        break;
    }
  }

  // One meaning whether it stands in a column's declaration or after the columns (for one word that does, see below).
  void read_constraint(const ClauseText& clause, const Column* column) {
    switch (clause.kind) {
      case ClauseKind::kPrimaryKey: {
        PrimaryKey key{identifier(clause.name), parts_of(clause, column), conflict("on conflict", clause)};
        if (clause.autoincrement) key.clauses["autoincrement"];
        in_column_ = column != nullptr;
        table_.primary_key = std::move(key);
        break;
      }
      case ClauseKind::kUnique:
        table_.constraints.emplace_back(
            UniqueConstraint{identifier(clause.name), parts_of(clause, column), conflict("on conflict", clause)});
        break;
      case ClauseKind::kCheck:
        table_.constraints.emplace_back(
            CheckConstraint{identifier(clause.name), expression_text(text_.text(clause.expression), names_in(table_)),
                            conflict("on conflict", clause)});
        break;
      case ClauseKind::kForeignKey:
        table_.constraints.emplace_back(foreign_key_of(clause, column));
        break;
      default:
        break;
    }
  }

  [[nodiscard]] std::vector<KeyPart> parts_of(const ClauseText& clause, const Column* column) const {
    std::vector<KeyPart> parts;
    if (column != nullptr) parts.push_back({column->name, {}, {}, clause.descending, {}});
    for (const KeyText& key : clause.columns) {
      const Column& named = find(key.column);
      parts.push_back({named.name, {}, key_collation(key.collation, named), key.descending, {}});
    }
    return parts;
  }

  [[nodiscard]] ForeignKey foreign_key_of(const ClauseText& clause, const Column* column) const {
    ForeignKey key;
    key.name = identifier(clause.name);
    if (column != nullptr) key.columns.push_back(column->name);
    for (const KeyText& one : clause.columns) key.columns.push_back(find(one.column).name);
    key.parent = identifier(clause.parent);
    for (const KeyText& one : clause.parent_columns) key.parent_columns.push_back(identifier(one.column));
    if (clause.on_delete != "NO ACTION") key.on_delete = clause.on_delete;
    if (clause.on_update != "NO ACTION") key.on_update = clause.on_update;
    if (clause.match != "SIMPLE") key.match = clause.match;
    // All others are checked at once (https://sqlite.org/foreignkeys.html#fk_deferred).
    if (clause.deferrable == "deferrable initially deferred") key.clauses["deferrable"] = "initially deferred";
    return key;
  }

  // What SQLite drops when it takes an INTEGER column for the key: a collation, and where the column is the rowid also
  // an order, NOT NULL. In a column's declaration DESC means more: it makes an ordinary column of it.
  void even_out_integer_key() {
    if (!table_.primary_key || table_.primary_key->parts.size() != 1) return;
    KeyPart& part = table_.primary_key->parts.front();
    if (find(part.column.text).type.normal != "integer") return;
    part.collation = {};
    if (!in_column_ && !row_->without_rowid) part.descending = false;
    const Column* rowid = rowid_column(table_);
    if (rowid == nullptr) return;
    Column& column = table_.columns[static_cast<std::size_t>(rowid - table_.columns.data())];
    column.not_null = false;
    column.clauses.erase("not null on conflict");
  }

  [[nodiscard]] static Clauses conflict(const char* name, const ClauseText& clause) {
    if (clause.conflict.empty() || clause.conflict == "ABORT") return {};
    return {{name, clause.conflict}};
  }
  [[nodiscard]] static Identifier collation(const std::string& name) {
    Identifier result = identifier(name);
    return result.key == "binary" ? Identifier() : result;
  }

  [[nodiscard]] const Column& find(const std::string& name) const {
    const Column* column = table_.find_column(identifier(name));
    if (column == nullptr) contradict(name);
    return *column;
  }
  [[noreturn]] void contradict(std::string_view what) const {
    throw error(Code::kInternal, "SQLite reads a stored CREATE TABLE in another way ({}): {}", what, row_->sql);
  }

  const TableRow* row_;
  TableText text_;
  Table table_;
  bool in_column_ = false;  // the primary key
};

}  // namespace

Table table_of(const TableRow& row) { return Reader(row).read(); }

IsName names_in(const Table& table) {
  return [&table](const std::string& key) {
    if (key == "rowid" || key == "oid" || key == "_rowid_") return true;
    return table.find_column(Identifier(key, key)) != nullptr;
  };
}

Identifier key_collation(const std::string& name, const Column& column) {
  Identifier collation = identifier(name);
  const bool own = column.collation.empty() ? collation.key == "binary" : collation == column.collation;
  return own ? Identifier() : collation;
}

const Column* rowid_column(const Table& table) {
  if (!table.primary_key || table.primary_key->parts.size() != 1 || table.options.contains("without rowid")) {
    return nullptr;
  }
  const KeyPart& part = table.primary_key->parts.front();
  const Column* column = table.find_column(part.column);
  return column != nullptr && column->type.normal == "integer" && !part.descending ? column : nullptr;
}

}  // namespace aludel::sqlite
