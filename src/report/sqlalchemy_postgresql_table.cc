#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/core.h>

#include "core/listed.h"
#include "report/sqlalchemy_postgresql.h"
#include "report/sqlalchemy_postgresql_words.h"

namespace aludel {
namespace {

constexpr std::size_t kLongestName = 63;

std::string bare(const Identifier& name) { return model_name(name).name; }

bool is_plain_clause(const Clauses& clauses) {
  return std::all_of(clauses.begin(), clauses.end(), [](const auto& one) { return one.first == "deferrable"; });
}

void add_deferrable(const Clauses& clauses, PythonCall& call) {
  const auto found = clauses.find("deferrable");
  if (found == clauses.end()) return;
  call.set("deferrable", "True");
  if (!found->second.empty()) call.set("initially", "\"DEFERRED\"");
}

class Writer {
 public:
  Writer(const Table& table, const Schema& said, const SchemaDialect& dialect, const TypeVariables& types)
      : table_(table), name_(model_name(table.name)), said_(said), dialect_(dialect), types_(types) {}

  TableModel write(PythonNames& names) {
    add_key();
    for (const Constraint& constraint : table_.constraints)
      std::visit([this](const auto& one) { add_constraint(one); }, constraint);
    for (const Definition& one : said_.definitions) {
      if (one.kind == "exclusion constraint" && one.on == table_.name) arguments_.push_back(*exclusion_call(one));
    }
    for (const Index& index : table_.indexes) arguments_.push_back(index_call(index));
    if (!table_.primary_key || key_refers_to_itself(table_)) {
      write_table(names.variable(name_.name));
    } else {
      write_class(names.class_name(name_.name));
    }
    return std::move(model_);
  }

 private:
  void write_class(const std::string& name) {
    std::string& text = model_.text;
    text = fmt::format("class {}(Base):\n    __tablename__ = {}\n", name, name_literal(name_.name));
    text += table_arguments(arguments_, joined(options_, ", "));
    text += '\n';
    std::set<std::string> taken = {"Base", "Clause", "Declared", "metadata", "pg", "registry", "sa"};
    for (const auto& [sql, variable] : types_) taken.insert(variable);
    PythonNames attributes(std::move(taken));
    std::vector<std::string> key;
    for (const Column& column : table_.columns) {
      const std::string attribute = attributes.variable(bare(column.name));
      text += column_call(column, attribute).line(4, attribute + " = ", "");
      if (is_in_key(column)) key.push_back(attribute);
    }
    if (!is_plain_clause(table_.primary_key->clauses))  // a mapper knows a key by its columns
      text += fmt::format("\n    __mapper_args__ = {{\"primary_key\": [{}]}}\n", joined(key, ", "));
  }

  void write_table(const std::string& name) {
    std::string& text = model_.text;
    text = fmt::format("{} = sa.Table(\n    {},\n    Base.metadata,\n", name, name_literal(name_.name));
    for (const Column& column : table_.columns) text += column_call(column, "").line(4, "", ",");
    for (const PythonCall& argument : arguments_) text += argument.line(4, "", ",");
    if (!options_.empty()) text += "    **{" + joined(options_, ", ") + "},\n";
    text += ")\n";
  }

  // --- Columns

  [[nodiscard]] bool is_in_key(const Column& column) const {
    if (!table_.primary_key) return false;
    const auto& parts = table_.primary_key->parts;
    return std::any_of(parts.begin(), parts.end(), [&](const KeyPart& part) { return part.column == column.name; });
  }

  // Whether its flag says the key: a name that the server gives, and columns in the order of the table.
  [[nodiscard]] bool is_flag_key() const {
    const PrimaryKey& key = *table_.primary_key;
    if (bare(key.name) != name_.name + "_pkey" || !key.clauses.empty() || bare(key.name).size() > kLongestName)
      return false;
    std::vector<Identifier> in_order;
    for (const Column& column : table_.columns) {
      if (is_in_key(column)) in_order.push_back(column.name);
    }
    return std::equal(key.parts.begin(), key.parts.end(), in_order.begin(), in_order.end(),
                      [](const KeyPart& part, const Identifier& name) { return part.column == name; });
  }

  [[nodiscard]] PythonCall column_call(const Column& column, const std::string& attribute) {
    PythonCall call("sa.Column");
    const std::string name = name_literal(bare(column.name));
    if (name != python_literal(attribute)) call.add(name);
    call.add(type_text(column));
    for (const Constraint& constraint : table_.constraints) {
      const auto* key = std::get_if<ForeignKey>(&constraint);
      if (key != nullptr && key->columns.size() == 1 && key->columns.front() == column.name)
        call.add(reference_call(*key).text());
    }
    const bool is_key = is_in_key(column);
    const bool serial = is_serial_key(said_, table_, column);
    if (column.generated && column.generated->stored) {
      call.add(PythonCall("sa.Computed")
                   .add(sql_literal(column.generated->expression.written))
                   .set("persisted", "True")
                   .text());
    }
    const auto identity = column.clauses.find("identity");
    if (identity != column.clauses.end()) call.add(identity_text(identity->second));
    if (is_key && is_flag_key()) call.set("primary_key", "True");
    if (is_key && would_be_serial(column) && !serial) call.set("autoincrement", "False");
    if (column.not_null && !is_key) call.set("nullable", "False");
    if (is_unique(column)) call.set("unique", "True");
    if (column.default_value && !serial) call.set("server_default", default_text(*column.default_value, column.type));
    if (!column.comment.empty()) call.set("comment", python_literal(column.comment));
    return call;
  }

  // What SQLAlchemy takes for a number that numbers itself.
  [[nodiscard]] bool would_be_serial(const Column& column) const {
    constexpr std::string_view kNumbers[] = {"bigint", "double precision", "integer", "numeric", "real", "smallint"};
    const std::string_view type = column.type.written;
    const bool is_number =
        std::find(std::begin(kNumbers), std::end(kNumbers), type.substr(0, type.find('('))) != std::end(kNumbers);
    return is_number && table_.primary_key->parts.size() == 1 && is_plain_clause(table_.primary_key->clauses) &&
           !column.default_value && !column.clauses.contains("identity");
  }

  [[nodiscard]] std::string type_text(const Column& column) {
    const bool is_virtual = column.generated && !column.generated->stored;
    if (!is_virtual) {
      if (auto type = postgresql_type(column.type.written, column.collation, types_)) return *std::move(type);
    }
    model_.helpers.insert(ModelHelper::kDeclared);
    std::string sql = column.type.written;
    if (!column.collation.empty()) sql += " COLLATE " + dialect_.table_sql(column.collation);
    if (is_virtual) sql += " GENERATED ALWAYS AS (" + column.generated->expression.written + ") VIRTUAL";
    return fmt::format("Declared({})", python_literal(sql));
  }

  // --- Constraints

  void add_key() {
    if (!name_.schema.empty()) options_.push_back("\"schema\": " + python_literal(name_.schema));
    if (table_.options.contains("unlogged")) options_.emplace_back("\"prefixes\": [\"UNLOGGED\"]");
    if (const auto cut = table_.options.find("partition by"); cut != table_.options.end())
      options_.push_back("\"postgresql_partition_by\": " + python_literal(cut->second));
    if (!table_.comment.empty()) options_.push_back("\"comment\": " + python_literal(table_.comment));
    if (!table_.primary_key || is_flag_key()) return;
    const PrimaryKey& key = *table_.primary_key;
    if (!is_plain_clause(key.clauses)) return add_clause(dialect_.clause_sql(key));
    PythonCall call("sa.PrimaryKeyConstraint");
    add_columns(key.parts, call);
    call.set("name", name_literal(bare(key.name)));
    add_deferrable(key.clauses, call);
    arguments_.push_back(std::move(call));
  }

  // Whether `unique=True` says it.
  [[nodiscard]] bool is_flag(const UniqueConstraint& unique) const {
    if (unique.parts.size() != 1 || !unique.clauses.empty()) return false;
    const std::string usual = name_.name + "_" + bare(unique.parts.front().column) + "_key";
    return bare(unique.name) == usual && usual.size() <= kLongestName;
  }
  [[nodiscard]] bool is_unique(const Column& column) const {
    return std::any_of(table_.constraints.begin(), table_.constraints.end(), [&](const Constraint& one) {
      const auto* unique = std::get_if<UniqueConstraint>(&one);
      return unique != nullptr && is_flag(*unique) && unique->parts.front().column == column.name;
    });
  }

  void add_constraint(const UniqueConstraint& unique) {
    if (is_flag(unique)) return;
    if (!is_plain_clause(unique.clauses)) return add_clause(dialect_.clause_sql(Constraint(unique)));
    PythonCall call("sa.UniqueConstraint");
    add_columns(unique.parts, call);
    call.set("name", name_literal(bare(unique.name)));
    add_deferrable(unique.clauses, call);
    arguments_.push_back(std::move(call));
  }
  void add_constraint(const CheckConstraint& check) {
    if (!check.clauses.empty()) return add_clause(dialect_.clause_sql(Constraint(check)));
    PythonCall call("sa.CheckConstraint");
    call.add(sql_literal(check.expression.written)).set("name", name_literal(bare(check.name)));
    arguments_.push_back(std::move(call));
  }
  void add_constraint(const ForeignKey& key) {
    if (key.columns.size() > 1) arguments_.push_back(reference_call(key));
  }
  void add_clause(const std::string& sql) {
    model_.helpers.insert(ModelHelper::kClause);
    arguments_.push_back(std::move(PythonCall("Clause").add(python_literal(sql))));
  }
  static void add_columns(const std::vector<KeyPart>& parts, PythonCall& call) {
    for (const KeyPart& part : parts) call.add(python_literal(bare(part.column)));
  }

  [[nodiscard]] PythonCall reference_call(const ForeignKey& key) const {
    const ModelName parent = model_name(key.parent);
    const std::string before = (parent.schema.empty() ? "" : parent.schema + '.') + parent.name + '.';
    std::vector<std::string> own, parents;
    for (const Identifier& name : key.columns) own.push_back(python_literal(bare(name)));
    for (const Identifier& name : key.parent_columns) parents.push_back(python_literal(before + bare(name)));
    const bool single = own.size() == 1;
    PythonCall call(single ? "sa.ForeignKey" : "sa.ForeignKeyConstraint");
    if (!single) call.add("[" + joined(own, ", ") + "]");
    call.add(single ? parents.front() : "[" + joined(parents, ", ") + "]");
    call.set("name", name_literal(bare(key.name)));  // with a name it may be a part of a circle
    if (!key.on_delete.empty()) call.set("ondelete", python_literal(key.on_delete));
    if (!key.on_update.empty()) call.set("onupdate", python_literal(key.on_update));
    if (!key.match.empty()) call.set("match", python_literal(key.match));
    add_deferrable(key.clauses, call);
    return call;
  }

  // --- Indexes

  [[nodiscard]] static PythonCall index_call(const Index& index) {
    PythonCall call("sa.Index");
    call.add(name_literal(bare(index.name)));
    std::string classes;
    for (const KeyPart& part : index.parts) {
      call.add(part_text(part));
      if (!has_class_alone(part)) continue;
      classes += fmt::format("{}{}: {}", classes.empty() ? "" : ", ", python_literal(bare(part.column)),
                             python_literal(class_of(part)));
    }
    if (index.unique) call.set("unique", "True");
    const auto clause = [&](const char* name) {
      const auto found = index.clauses.find(name);
      return found == index.clauses.end() ? std::string() : found->second;
    };
    if (const std::string method = clause("using"); !method.empty())
      call.set("postgresql_using", python_literal(method));
    if (!classes.empty()) call.set("postgresql_ops", "{" + classes + "}");
    if (const std::string more = clause("include"); !more.empty()) call.set("postgresql_include", name_list(more));
    if (const std::string with = clause("with"); !with.empty()) call.set("postgresql_with", settings_dict(with));
    if (const std::string place = clause("tablespace"); !place.empty())
      call.set("postgresql_tablespace", python_literal(place));
    if (index.where) call.set("postgresql_where", sql_literal(index.where->written, "sa.text"));
    return call;
  }

  [[nodiscard]] static std::string class_of(const KeyPart& part) {
    constexpr std::string_view kCatalog = "pg_catalog.";
    const auto found = part.clauses.find("operator class");
    if (found == part.clauses.end()) return {};
    return found->second.starts_with(kCatalog) ? found->second.substr(kCatalog.size()) : found->second;
  }
  [[nodiscard]] static bool has_class_alone(const KeyPart& part) {
    return !part.column.empty() && !class_of(part).empty() && part.clauses.size() == 1 && part.collation.empty() &&
           !part.descending;
  }

  [[nodiscard]] static std::string part_text(const KeyPart& part) {
    const bool plain = part.collation.empty() && part.clauses.empty();
    if (has_class_alone(part) || (!part.column.empty() && plain && !part.descending))
      return python_literal(bare(part.column));
    if (!part.column.empty() && plain) return fmt::format("sa.column({}).desc()", name_literal(bare(part.column)));
    std::string sql = part.column.empty() ? part.expression.written : part.column.key;
    if (!part.collation.empty()) sql += " COLLATE " + part.collation.key;
    if (const std::string of = class_of(part); !of.empty()) sql += ' ' + of;
    if (part.descending) sql += " DESC";
    if (const auto nulls = part.clauses.find("nulls"); nulls != part.clauses.end()) sql += " NULLS " + nulls->second;
    return sql_literal(sql, "sa.text");
  }

  const Table& table_;
  const ModelName name_;
  const Schema& said_;
  const SchemaDialect& dialect_;
  const TypeVariables& types_;
  std::vector<PythonCall> arguments_;  // constraints and indexes
  std::vector<std::string> options_;   // items of a dict
  TableModel model_;
};

}  // namespace

TableModel postgresql_table_model(const Table& table, const Schema& said, const SchemaDialect& dialect,
                                  const TypeVariables& types, PythonNames& names) {
  return Writer(table, said, dialect, types).write(names);
}

}  // namespace aludel
