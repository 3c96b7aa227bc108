#include "report/sqlalchemy_table.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/core.h>

#include "core/listed.h"
#include "report/sqlalchemy_type.h"

namespace aludel {
namespace {

// Keywords that SQLAlchemy does not know, so that it would leave out their quotes.
constexpr std::string_view kUnquoted[] = {"nothing", "returning"};

std::string name_literal(const Identifier& name) {
  const std::string literal = python_literal(name.text);
  const bool unquoted = std::find(std::begin(kUnquoted), std::end(kUnquoted), name.text) != std::end(kUnquoted);
  return unquoted ? fmt::format("sa.sql.quoted_name({}, True)", literal) : literal;
}

// SQL for an argument that takes a text, or something made by `wrap`. SQLAlchemy would take `:name` in a text for a
// parameter.
std::string sql_literal(std::string_view sql, std::string_view wrap = {}) {
  const std::string literal = python_literal(sql);
  if (sql.find(':') != std::string_view::npos) return fmt::format("sa.literal_column({})", literal);
  return wrap.empty() ? literal : fmt::format("{}({})", wrap, literal);
}

void set_name(const Identifier& name, PythonCall& call) {
  if (!name.empty()) call.set("name", name_literal(name));
}

// How a primary key is said.
enum class KeyForm {
  kNone,
  kFlags,       // primary_key=True
  kConstraint,  // PrimaryKeyConstraint
  kType,        // with the type of its column, in the database's words
  kClause,      // a constraint in the database's words
};

bool contains(const std::vector<Identifier>& names, const Identifier& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

KeyForm form_of(const Table& table) {
  if (!table.primary_key) return KeyForm::kNone;
  const PrimaryKey& key = *table.primary_key;
  const bool single = key.parts.size() == 1;
  const bool plain = std::all_of(key.parts.begin(), key.parts.end(),
                                 [](const KeyPart& part) { return !part.descending && part.collation.empty(); });
  if (!plain) return single && key.parts.front().collation.empty() ? KeyForm::kType : KeyForm::kClause;
  if (key.clauses.contains("autoincrement")) {
    const bool refers = std::any_of(table.constraints.begin(), table.constraints.end(), [&](const Constraint& one) {
      const auto* reference = std::get_if<ForeignKey>(&one);
      return reference != nullptr && contains(reference->columns, key.parts.front().column);
    });
    const bool plain_type = table.find_column(key.parts.front().column)->collation.empty();
    return key.name.empty() && !refers && plain_type ? KeyForm::kFlags : KeyForm::kType;
  }
  std::vector<Identifier> in_order;
  for (const Column& column : table.columns) {
    const bool in_key = std::any_of(key.parts.begin(), key.parts.end(),
                                    [&](const KeyPart& part) { return part.column == column.name; });
    if (in_key) in_order.push_back(column.name);
  }
  const bool ordered = std::equal(key.parts.begin(), key.parts.end(), in_order.begin(), in_order.end(),
                                  [](const KeyPart& part, const Identifier& name) { return part.column == name; });
  const bool flags = key.name.empty() && ordered && (single || key.clauses.empty());
  return flags ? KeyForm::kFlags : KeyForm::kConstraint;
}

class Writer {
 public:
  Writer(const Table& table, const Schema& schema, const SchemaDialect& dialect)
      : table_(table), schema_(schema), dialect_(dialect), form_(form_of(table)) {}

  TableModel write(PythonNames& names) {
    add_constraints();
    for (const Index& index : table_.indexes) arguments_.push_back(index_call(index));
    if (form_ == KeyForm::kNone || key_refers_to_itself(table_)) {
      write_table(names.variable(table_.name.text));
    } else {
      write_class(names.class_name(table_.name.text));
    }
    return std::move(model_);
  }

 private:
  void write_class(const std::string& name) {
    std::string& text = model_.text;
    text = fmt::format("class {}(Base):\n    __tablename__ = {}\n", name, name_literal(table_.name));
    const std::string options = options_text();
    text += table_arguments(arguments_, options);
    text += '\n';
    PythonNames attributes({"Base", "Clause", "Declared", "Reference", "metadata", "registry", "sa"});
    std::vector<std::string> key;
    for (const Column& column : table_.columns) {
      const std::string attribute = attributes.variable(column.name.text);
      text += column_call(column, attribute == column.name.text).line(4, attribute + " = ", "");
      if (is_in_key(column)) key.push_back(attribute);
    }
    // A mapper knows a key by its columns, which these do not tell SQLAlchemy.
    if (form_ == KeyForm::kType || form_ == KeyForm::kClause)
      text += fmt::format("\n    __mapper_args__ = {{\"primary_key\": [{}]}}\n", joined(key, ", "));
  }

  void write_table(const std::string& name) {
    std::string& text = model_.text;
    text = fmt::format("{} = sa.Table(\n    {},\n    Base.metadata,\n", name, name_literal(table_.name));
    for (const Column& column : table_.columns) text += column_call(column, false).line(4, "", ",");
    for (const PythonCall& argument : arguments_) text += argument.line(4, "", ",");
    if (const std::string options = options_text(); !options.empty()) text += "    **{" + options + "},\n";
    text += ")\n";
  }

  // --- What stands in a column

  [[nodiscard]] PythonCall column_call(const Column& column, bool named_by_attribute) {
    PythonCall call("sa.Column");
    const std::string name = name_literal(column.name);
    if (!named_by_attribute || name != python_literal(column.name.text)) call.add(name);
    call.add(type_text(column));
    for (const ForeignKey* key : references_in(column)) call.add(reference_text(*key));
    if (column.generated) {
      call.add(PythonCall("sa.Computed")
                   .add(sql_literal(column.generated->expression.written))
                   .set("persisted", column.generated->stored ? "True" : "False")
                   .text());
    }
    add_key(column, call);
    if (unique_of(column) != nullptr) call.set("unique", "True");
    if (column.default_value) call.set("server_default", default_text(column.default_value->written));
    add_clauses(column.clauses, call);
    return call;
  }

  [[nodiscard]] bool is_in_key(const Column& column) const {
    const auto& parts = table_.primary_key->parts;
    return std::any_of(parts.begin(), parts.end(), [&](const KeyPart& part) { return part.column == column.name; });
  }

  void add_key(const Column& column, PythonCall& call) {
    const bool in_key = form_ != KeyForm::kNone && is_in_key(column);
    const bool known = in_key && (form_ == KeyForm::kFlags || form_ == KeyForm::kConstraint);
    if (in_key && form_ == KeyForm::kFlags) {
      call.set("primary_key", "True");
      if (const auto conflict = table_.primary_key->clauses.find("on conflict");
          conflict != table_.primary_key->clauses.end()) {
        call.set(option("on_conflict_primary_key"), python_literal(conflict->second));
      }
    }
    // SQLAlchemy writes NOT NULL for a key. For a row's own number it says nothing.
    const bool row_number = known && table_.primary_key->parts.size() == 1 &&
                            column.type.written + " PRIMARY KEY" == dialect_.capabilities().identity_key;
    if (known && !column.not_null && !row_number) call.set("nullable", "True");
    if (!known && column.not_null) call.set("nullable", "False");
  }

  [[nodiscard]] std::string type_text(const Column& column) {
    const bool with_key = form_ == KeyForm::kType && is_in_key(column);
    if (!with_key) {
      if (auto type = sqlalchemy_type(column.type.written, column.collation.text)) return *std::move(type);
    }
    model_.helpers.insert(ModelHelper::kDeclared);
    std::string sql = column.type.written;
    const auto add = [&](const std::string& words) { sql += (sql.empty() ? "" : " ") + words; };
    if (!column.collation.empty()) add("COLLATE " + dialect_.quote_identifier(column.collation.text));
    if (with_key) add(dialect_.clause_sql(*table_.primary_key));
    return fmt::format("Declared({})", python_literal(sql));
  }

  // A text's own value, or SQL.
  [[nodiscard]] static std::string default_text(std::string_view sql) {
    if (!sql.starts_with('\'')) return sql_literal(sql, "sa.text");
    std::string value;
    for (std::size_t i = 1; i + 1 < sql.size(); ++i) {
      value += sql[i];
      if (sql[i] == '\'') ++i;  // two of them are one
    }
    return python_literal(value);
  }

  // --- Constraints

  // The one that `unique=True` says, if there is one.
  [[nodiscard]] const UniqueConstraint* unique_of(const Column& column) const {
    for (const Constraint& constraint : table_.constraints) {
      const auto* unique = std::get_if<UniqueConstraint>(&constraint);
      if (unique != nullptr && is_flag(*unique) && unique->parts.front().column == column.name) return unique;
    }
    return nullptr;
  }
  [[nodiscard]] static bool is_flag(const UniqueConstraint& unique) {
    return unique.name.empty() && unique.clauses.empty() && unique.parts.size() == 1 && is_plain(unique.parts);
  }
  [[nodiscard]] static bool is_plain(const std::vector<KeyPart>& parts) {
    return std::none_of(parts.begin(), parts.end(),
                        [](const KeyPart& part) { return part.descending || !part.collation.empty(); });
  }

  [[nodiscard]] std::vector<const ForeignKey*> references_in(const Column& column) const {
    std::vector<const ForeignKey*> found;
    for (const Constraint& constraint : table_.constraints) {
      const auto* key = std::get_if<ForeignKey>(&constraint);
      if (key != nullptr && key->columns.front() == column.name && is_inline(*key)) found.push_back(key);
    }
    return found;
  }
  [[nodiscard]] bool is_inline(const ForeignKey& key) const {
    return key.columns.size() == 1 && !key.parent_columns.empty() && !targets(key).empty();
  }

  // `users.id`: the parent's columns as SQLAlchemy names them; none if it cannot.
  [[nodiscard]] std::vector<std::string> targets(const ForeignKey& key) const {
    const Table* parent = schema_.find_table(key.parent);
    if (parent == nullptr || parent->name.text.find('.') != std::string::npos) return {};
    std::vector<Identifier> names = key.parent_columns;
    if (names.empty() && parent->primary_key) {
      for (const KeyPart& part : parent->primary_key->parts) names.push_back(part.column);
    }
    std::vector<std::string> found;
    for (const Identifier& name : names) {
      const Column* column = parent->find_column(name);
      if (column == nullptr || column->name.text.find('.') != std::string::npos) return {};
      found.push_back(parent->name.text + "." + column->name.text);
    }
    const bool fits = found.size() == key.columns.size() &&
                      std::set<Identifier>(key.columns.begin(), key.columns.end()).size() == key.columns.size() &&
                      (key.match.empty() || key.match == "FULL" || key.match == "PARTIAL");
    return fits ? found : std::vector<std::string>();
  }

  [[nodiscard]] std::string reference_text(const ForeignKey& key) const {
    PythonCall call("sa.ForeignKey");
    call.add(python_literal(targets(key).front()));
    add_reference_options(key, call);
    return call.text();
  }

  static void add_reference_options(const ForeignKey& key, PythonCall& call) {
    set_name(key.name, call);
    if (!key.on_delete.empty()) call.set("ondelete", python_literal(key.on_delete));
    if (!key.on_update.empty()) call.set("onupdate", python_literal(key.on_update));
    if (!key.match.empty()) call.set("match", python_literal(key.match));
    if (key.clauses.contains("deferrable")) call.set("deferrable", "True").set("initially", "\"DEFERRED\"");
  }

  void add_constraints() {
    if (form_ == KeyForm::kConstraint) {
      PythonCall call("sa.PrimaryKeyConstraint");
      add_columns(table_.primary_key->parts, call);
      set_name(table_.primary_key->name, call);
      add_clauses(table_.primary_key->clauses, call);
      arguments_.push_back(std::move(call));
    } else if (form_ == KeyForm::kClause) {
      add_clause(dialect_.clause_sql(*table_.primary_key));
    }
    for (const Constraint& constraint : table_.constraints) {
      const bool said = std::visit([this](const auto& one) { return add_constraint(one); }, constraint);
      if (!said) add_clause(dialect_.clause_sql(constraint));
    }
  }

  // False if SQLAlchemy has no words for it.
  bool add_constraint(const UniqueConstraint& unique) {
    if (!is_plain(unique.parts)) return false;
    if (is_flag(unique) && unique_of(*table_.find_column(unique.parts.front().column)) == &unique) return true;
    PythonCall call("sa.UniqueConstraint");
    add_columns(unique.parts, call);
    set_name(unique.name, call);
    add_clauses(unique.clauses, call);
    arguments_.push_back(std::move(call));
    return true;
  }
  bool add_constraint(const CheckConstraint& check) {
    PythonCall call("sa.CheckConstraint");
    call.add(sql_literal(check.expression.written));
    set_name(check.name, call);
    add_clauses(check.clauses, call);
    arguments_.push_back(std::move(call));
    return true;
  }
  bool add_constraint(const ForeignKey& key) {
    if (is_inline(key)) return true;
    const std::vector<std::string> columns = targets(key);
    if (columns.empty()) return false;
    if (key.parent_columns.empty()) model_.helpers.insert(ModelHelper::kReference);
    PythonCall call(key.parent_columns.empty() ? "Reference" : "sa.ForeignKeyConstraint");
    std::vector<std::string> own, parents;
    for (const Identifier& name : key.columns) own.push_back(python_literal(table_.find_column(name)->name.text));
    for (const std::string& column : columns) parents.push_back(python_literal(column));
    call.add("[" + joined(own, ", ") + "]").add("[" + joined(parents, ", ") + "]");
    add_reference_options(key, call);
    arguments_.push_back(std::move(call));
    return true;
  }
  void add_clause(const std::string& sql) {
    model_.helpers.insert(ModelHelper::kClause);
    arguments_.push_back(std::move(PythonCall("Clause").add(python_literal(sql))));
  }
  void add_columns(const std::vector<KeyPart>& parts, PythonCall& call) const {
    for (const KeyPart& part : parts) call.add(python_literal(table_.find_column(part.column)->name.text));
  }

  // --- Indexes and options

  [[nodiscard]] PythonCall index_call(const Index& index) const {
    PythonCall call("sa.Index");
    call.add(name_literal(index.name));
    for (const KeyPart& part : index.parts) call.add(part_text(part));
    if (index.unique) call.set("unique", "True");
    if (index.where) call.set(option("where"), sql_literal(index.where->written, "sa.text"));
    return call;
  }

  [[nodiscard]] std::string part_text(const KeyPart& part) const {
    if (part.column.empty()) {
      std::string sql = part.expression.written;
      if (part.descending) sql += " DESC";
      return sql_literal(sql, "sa.text");
    }
    const Identifier& name = table_.find_column(part.column)->name;
    if (part.collation.empty() && !part.descending) return python_literal(name.text);
    std::string text = fmt::format("sa.column({})", name_literal(name));
    if (!part.collation.empty()) text += fmt::format(".collate({})", python_literal(part.collation.text));
    return part.descending ? text + ".desc()" : text;
  }

  // `on conflict` is `sqlite_on_conflict`.
  void add_clauses(const Clauses& clauses, PythonCall& call) const {
    for (const auto& [name, value] : clauses) {
      std::string key = name == "not null on conflict" ? "on conflict not null" : name;
      std::replace(key.begin(), key.end(), ' ', '_');
      call.set(option(key), python_literal(value));
    }
  }
  [[nodiscard]] std::string option(std::string_view name) const { return fmt::format("{}_{}", dialect_.name(), name); }

  // The items of a dict.
  [[nodiscard]] std::string options_text() {
    std::vector<std::string> items;
    if (form_ == KeyForm::kFlags && table_.primary_key->clauses.contains("autoincrement"))
      items.push_back(fmt::format("\"{}\": True", option("autoincrement")));
    const bool without_rowid = table_.options.contains("without rowid");
    if (without_rowid) items.push_back(fmt::format("\"{}\": False", option("with_rowid")));
    if (table_.options.contains("strict")) {
      model_.helpers.insert(ModelHelper::kTableOptions);
      items.push_back(fmt::format("\"info\": {{\"options\": \"{} STRICT\"}}", without_rowid ? "," : ""));
    }
    return joined(items, ", ");
  }

  const Table& table_;
  const Schema& schema_;
  const SchemaDialect& dialect_;
  KeyForm form_;
  std::vector<PythonCall> arguments_;  // constraints and indexes
  TableModel model_;
};

}  // namespace

std::string table_arguments(const std::vector<PythonCall>& arguments, const std::string& options) {
  if (arguments.empty()) return options.empty() ? "" : "    __table_args__ = {" + options + "}\n";
  std::string text = "    __table_args__ = (\n";
  for (const PythonCall& argument : arguments) text += argument.line(8, "", ",");
  return text + (options.empty() ? "    )\n" : "        {" + options + "},\n    )\n");
}

bool key_refers_to_itself(const Table& table) {
  if (!table.primary_key) return false;
  const std::vector<KeyPart>& parts = table.primary_key->parts;
  return std::any_of(table.constraints.begin(), table.constraints.end(), [&](const Constraint& constraint) {
    const auto* reference = std::get_if<ForeignKey>(&constraint);
    return reference != nullptr && reference->parent == table.name &&
           std::any_of(parts.begin(), parts.end(),
                       [&](const KeyPart& part) { return contains(reference->columns, part.column); });
  });
}

TableModel table_model(const Table& table, const Schema& schema, const SchemaDialect& dialect, PythonNames& names) {
  return Writer(table, schema, dialect).write(names);
}

}  // namespace aludel
