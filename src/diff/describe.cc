#include <utility>

#include <fmt/core.h>

#include "diff/change.h"

namespace aludel {
namespace {

// White space in one line; a quoted text may lose its line ends, which is good enough to be read.
std::string one_line(std::string_view sql) {
  std::string line;
  for (const char c : sql) {
    const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!space) {
      line += c;
    } else if (!line.empty() && line.back() != ' ') {
      line += ' ';
    }
  }
  if (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

constexpr std::string_view kRenamed = "renamed";
constexpr std::string_view kText = "text";  // the part of a definition that is shown in full only if asked for

// Words of SQL; names and literals stand as they are.
bool is_of_words(std::string_view text) {
  return text.find_first_not_of("abcdefghijklmnopqrstuvwxyz ") == std::string_view::npos;
}

std::string upper(std::string_view text) {
  std::string result;
  for (const char c : text) result += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return result;
}

// ` ON CONFLICT REPLACE`.
std::string clauses_text(const Clauses& clauses) {
  std::string text;
  for (const auto& [name, value] : clauses) {
    text += ' ' + upper(name);
    if (!value.empty()) text += ' ' + (is_of_words(value) ? upper(value) : value);
  }
  return text;
}

std::string parts_text(const std::vector<KeyPart>& parts) {
  std::string text;
  for (const KeyPart& part : parts) {
    if (!text.empty()) text += ", ";
    text += part.column.empty() ? one_line(part.expression.written) : part.column.text;
    if (!part.collation.empty()) text += " COLLATE " + part.collation.text;
    if (part.descending) text += " DESC";
    text += clauses_text(part.clauses);
  }
  return '(' + text + ')';
}

std::string names_text(const std::vector<Identifier>& names) {
  std::string text;
  for (const Identifier& name : names) text += (text.empty() ? "" : ", ") + name.text;
  return text;
}

std::string text_of(const std::optional<Generated>& generated) {
  if (!generated) return {};
  return fmt::format("({}) {}", one_line(generated->expression.written), generated->stored ? "STORED" : "VIRTUAL");
}

std::string text_of(const std::optional<SqlText>& text) { return text ? one_line(text->written) : std::string(); }

// All of a column but its name.
std::string text_of(const Column& column) {
  std::string text;
  if (!column.type.empty()) text += one_line(column.type.written);
  if (column.not_null) text += " NOT NULL";
  if (column.default_value) text += " DEFAULT " + text_of(column.default_value);
  if (!column.collation.empty()) text += " COLLATE " + column.collation.text;
  if (column.generated) text += " GENERATED AS " + text_of(column.generated);
  text += clauses_text(column.clauses);
  if (text.starts_with(' ')) text.erase(0, 1);
  return text;
}

std::string text_of(const std::optional<PrimaryKey>& key) {
  return key ? parts_text(key->parts) + clauses_text(key->clauses) : std::string();
}

struct ConstraintText {
  std::string operator()(const UniqueConstraint& unique) const {
    return parts_text(unique.parts) + clauses_text(unique.clauses);
  }
  std::string operator()(const CheckConstraint& check) const {
    return '(' + one_line(check.expression.written) + ')' + clauses_text(check.clauses);
  }
  std::string operator()(const ForeignKey& key) const {
    std::string text = fmt::format("({}) REFERENCES {}", names_text(key.columns), key.parent.text);
    if (!key.parent_columns.empty()) text += " (" + names_text(key.parent_columns) + ')';
    if (!key.on_delete.empty()) text += " ON DELETE " + key.on_delete;
    if (!key.on_update.empty()) text += " ON UPDATE " + key.on_update;
    if (!key.match.empty()) text += " MATCH " + key.match;
    return text + clauses_text(key.clauses);
  }
};
std::string text_of(const Constraint& constraint) { return std::visit(ConstraintText{}, constraint); }

std::string_view word_of(const Constraint& constraint) {
  struct Visitor {
    std::string_view operator()(const UniqueConstraint&) const { return "unique"; }
    std::string_view operator()(const CheckConstraint&) const { return "check"; }
    std::string_view operator()(const ForeignKey&) const { return "foreign key"; }
  };
  return std::visit(Visitor{}, constraint);
}

std::string_view word_of(const Index& index) { return index.unique ? "unique index" : "index"; }

std::string text_of(const Index& index) {
  std::string text = parts_text(index.parts);
  if (index.where) text += " WHERE " + text_of(index.where);
  return text + clauses_text(index.clauses);
}

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

// `(4 columns, 1 index)`.
std::string size_of(const Table& table) {
  std::string text = counted(table.columns.size(), "column", "columns");
  if (!table.indexes.empty()) text += ", " + counted(table.indexes.size(), "index", "indexes");
  return '(' + text + ')';
}

std::string options_text(const Table& table) { return one_line(clauses_text(table.options)); }

class Describer {
 public:
  explicit Describer(Naming naming) : naming_(naming) {}

  Description operator()(const AddTable& add) const { return {"table " + add.table.name.text, size_of(add.table), {}}; }
  Description operator()(const DropTable& drop) const {
    return {"table " + drop.table.name.text, size_of(drop.table), {}};
  }
  Description operator()(const RenameTable& rename) const {
    return {"table " + rename.to.text, {}, {{std::string(kRenamed), rename.from.text, rename.to.text}}};
  }
  Description operator()(const ModifyTable& modify) const {
    Description description{"table " + modify.to.name.text, {}, {}};
    add_part(description, "options", options_text(modify.from), options_text(modify.to));
    add_part(description, "comment", one_line(modify.from.comment), one_line(modify.to.comment));
    return description;
  }

  Description operator()(const AddColumn& add) const { return column(add.table, add.column); }
  Description operator()(const DropColumn& drop) const { return column(drop.table, drop.column); }
  Description operator()(const RenameColumn& rename) const {
    return {"column " + in(rename.table, rename.to), {}, {{std::string(kRenamed), rename.from.text, rename.to.text}}};
  }
  Description operator()(const ModifyColumn& modify) const {
    const Column& from = modify.from;
    const Column& to = modify.to;
    Description description{"column " + in(modify.table, to.name), {}, {}};
    const auto add = [&](ColumnPart part, std::string_view what, std::string old, std::string now) {
      if (modify.changes(part)) description.parts.push_back({std::string(what), std::move(old), std::move(now)});
    };
    const auto nullable = [](const Column& column) { return column.not_null ? "NOT NULL" : "NULL"; };
    add(ColumnPart::kType, "type", one_line(from.type.written), one_line(to.type.written));
    add(ColumnPart::kNotNull, "", nullable(from), nullable(to));
    add(ColumnPart::kDefault, "default", text_of(from.default_value), text_of(to.default_value));
    add(ColumnPart::kCollation, "collation", from.collation.text, to.collation.text);
    add(ColumnPart::kGenerated, "generated", text_of(from.generated), text_of(to.generated));
    add(ColumnPart::kClauses, "clauses", one_line(clauses_text(from.clauses)), one_line(clauses_text(to.clauses)));
    add(ColumnPart::kComment, "comment", one_line(from.comment), one_line(to.comment));
    return description;
  }
  Description operator()(const ReorderColumns& reorder) const {
    return {"order of columns" + of(reorder.table), {}, {{"", names_text(reorder.from), names_text(reorder.to)}}};
  }

  Description operator()(const ModifyPrimaryKey& key) const {
    const std::string object = "primary key" + of(key.table);
    if (!key.from) return {object + named(key.to->name), text_of(key.to), {}};
    if (!key.to) return {object + named(key.from->name), text_of(key.from), {}};
    return replaced(object, key.from->name, key.to->name, text_of(key.from), text_of(key.to));
  }
  Description operator()(const AddConstraint& add) const { return constraint(add.table, add.constraint); }
  Description operator()(const DropConstraint& drop) const { return constraint(drop.table, drop.constraint); }
  Description operator()(const ReplaceConstraint& replace) const {
    return replaced(std::string(word_of(replace.to)) + of(replace.table), name_of(replace.from), name_of(replace.to),
                    text_of(replace.from), text_of(replace.to));
  }

  Description operator()(const AddIndex& add) const { return index(add.table, add.index); }
  Description operator()(const DropIndex& drop) const { return index(drop.table, drop.index); }
  Description operator()(const ReplaceIndex& replace) const {
    Description description{"index " + replace.to.name.text + on(replace.table), {}, {}};
    const auto kind = [](const Index& index) { return index.unique ? "unique" : "not unique"; };
    add_part(description, "", kind(replace.from), kind(replace.to));
    add_part(description, "", text_of(replace.from), text_of(replace.to));
    return description;
  }

  Description operator()(const AddDefinition& add) const { return {definition(add.definition), {}, {}}; }
  Description operator()(const DropDefinition& drop) const { return {definition(drop.definition), {}, {}}; }
  Description operator()(const ReplaceDefinition& replace) const {
    Description description{definition(replace.to), {}, {}};
    if (replace.from.on != replace.to.on) {
      description.parts.push_back({"on", replace.from.on.text, replace.to.on.text});
    }
    add_part(description, std::string(kText), replace.from.sql.written, replace.to.sql.written);
    return description;
  }
  Description operator()(const RenameDefinition& rename) const {
    return {rename.kind + ' ' + rename.to.text, {}, {{std::string(kRenamed), rename.from.text, rename.to.text}}};
  }
  Description operator()(const RenameValue& rename) const {
    return {fmt::format("value {} of {}", rename.to.text, rename.type.text),
            {},
            {{std::string(kRenamed), rename.from.text, rename.to.text}}};
  }

 private:
  [[nodiscard]] bool qualified() const { return naming_ == Naming::kQualified; }
  [[nodiscard]] std::string in(const Identifier& table, const Identifier& name) const {
    return qualified() ? table.text + '.' + name.text : name.text;
  }
  [[nodiscard]] std::string of(const Identifier& table) const { return qualified() ? " of " + table.text : ""; }
  [[nodiscard]] std::string on(const Identifier& table) const { return qualified() ? " on " + table.text : ""; }
  static std::string named(const Identifier& name) { return name.empty() ? "" : ' ' + name.text; }
  static void add_part(Description& description, std::string what, std::string from, std::string to) {
    if (from != to) description.parts.push_back({std::move(what), std::move(from), std::move(to)});
  }

  // What a constraint says tells it from others if it has no name.
  static Description replaced(const std::string& object, const Identifier& from, const Identifier& to,
                              const std::string& old, const std::string& now) {
    Description description{object + (old == now ? ' ' + now : named(to)), {}, {}};
    if (from != to) description.parts.push_back({"name", from.text, to.text});
    add_part(description, "", old, now);
    return description;
  }

  [[nodiscard]] Description column(const Identifier& table, const Column& column) const {
    return {"column " + in(table, column.name), text_of(column), {}};
  }
  [[nodiscard]] Description constraint(const Identifier& table, const Constraint& constraint) const {
    return {std::string(word_of(constraint)) + of(table) + named(name_of(constraint)), text_of(constraint), {}};
  }
  [[nodiscard]] Description index(const Identifier& table, const Index& index) const {
    return {fmt::format("{} {}{}", word_of(index), index.name.text, on(table)), text_of(index), {}};
  }
  [[nodiscard]] std::string definition(const Definition& definition) const {
    const bool tell = qualified() && !definition.on.empty();
    return fmt::format("{} {}{}", definition.kind, definition.name.text, tell ? " on " + definition.on.text : "");
  }

  Naming naming_;
};

}  // namespace

Description description_of(const Change& change, Naming naming) { return std::visit(Describer(naming), change); }

std::string text_of(const Description::Part& part) {
  if (part.what == kText) return "its text";
  if (part.what == kRenamed) return "was " + part.from;
  const auto or_none = [](const std::string& text) { return text.empty() ? "none" : text; };
  return fmt::format("{}{}{} -> {}", part.what, part.what.empty() ? "" : " ", or_none(part.from), or_none(part.to));
}

std::string describe(const Change& change, Naming naming) {
  const Description description = description_of(change, naming);
  std::string text = description.object;
  if (!description.definition.empty()) text += ' ' + description.definition;
  for (const Description::Part& part : description.parts) {
    text += (&part == description.parts.data() ? ": " : ", ") + text_of(part);
  }
  return text;
}

}  // namespace aludel
