#include "dialect/postgresql/renames.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/core.h>

#include "dialect/postgresql/ddl/context.h"
#include "dialect/postgresql/domains.h"
#include "dialect/postgresql/kinds/kind.h"
#include "dialect/postgresql/names.h"

namespace aludel::postgresql {
namespace {

constexpr const char* kSequence = "sequence";
constexpr const char* kSequenceOwner = "sequence owner";
constexpr std::string_view kRange = "range type";
constexpr std::string_view kDomain = "domain";
constexpr std::string_view kDomainConstraint = "domain constraint";

Definition named(const std::string& kind, const Identifier& name) {
  Definition made;
  made.kind = kind;
  made.name = name;
  return made;
}

const Definition* owner_of(const Identifier& sequence, const Schema& schema) {
  return schema.find_definition(kSequenceOwner, {sequence.text, std::string(kSequenceOwner) + ' ' + sequence.key});
}

class RenameScript {
 public:
  RenameScript(const Schema& from, const std::vector<Rename>& renames) : from_(from), renames_(renames) {}

  void rename_table(const Rename& rename) {
    move("TABLE ", split_name(relation_sql(rename.from)), split_name(relation_sql(rename.to)), "", said(rename));
  }

  void rename_column(const Rename& rename) {
    add(fmt::format("ALTER TABLE {} RENAME COLUMN {} TO {}", relation_sql(rename.table), column_sql(rename.from),
                    column_sql(rename.to)),
        fmt::format("column `{}` of `{}` becomes `{}`", rename.from.text, rename.table.text, rename.to.text));
  }

  void rename_definition(const Rename& rename) {
    const Definition* old = from_.find_definition(rename.kind, rename.from);
    if (rename.kind == kRange && old != nullptr) {
      rename_range(*old, rename);
      return;
    }
    const Kind& kind = *find_kind(rename.kind);
    const std::string subject = subject_sql(kind, named(rename.kind, rename.from));
    NameSql before = name_sql(kind, named(rename.kind, rename.from));
    const NameSql after = name_sql(kind, named(rename.kind, rename.to));
    const std::size_t place = subject.find(before.full());
    const std::string rest = subject.substr(place + before.full().size());
    if (is_owned(rename)) before.schema = after.schema;  // it went where its table went
    move(subject.substr(0, place), before, after, rest, said(rename));
  }

  void rename_value(const Rename& rename) {
    const Kind& kind = *find_kind(rename.kind);
    add(fmt::format("ALTER {} RENAME VALUE {} TO {}", subject_sql(kind, named(rename.kind, rename.table)),
                    quoted_text(rename.from.text), quoted_text(rename.to.text)),
        fmt::format("value `{}` of `{}` becomes `{}`", rename.from.text, rename.table.text, rename.to.text));
  }

  // Its table or domain has its new name.
  void rename_part(const Rename& rename) {
    Definition to = named(rename.kind, rename.to);
    const Definition& old = *from_.find_definition(rename.kind, rename.from);
    to.on = old.on;
    for (const Rename& other : renames_) {
      if (other.what() == Renamed::kTable && other.from == old.on) to.on = other.to;
    }
    add(rename_sql(*find_kind(rename.kind), old, to), said(rename));
  }

  // A sequence that belongs to a column follows its table.
  [[nodiscard]] bool is_owned(const Rename& rename) const {
    return rename.kind == kSequence && owner_of(rename.from, from_) != nullptr;
  }

  Script take() { return std::move(script_); }

 private:
  static std::string said(const Rename& rename) {
    return fmt::format("{} becomes `{}`", what_is(rename), rename.to.text);
  }
  void add(std::string sql, std::string comment) { script_.statements.push_back({std::move(sql), std::move(comment)}); }

  void move(const std::string& what, NameSql from, const NameSql& to, const std::string& rest, std::string comment) {
    if (from.schema != to.schema) {
      add(fmt::format("ALTER {}{}{} SET SCHEMA {}", what, from.full(), rest, to.schema), std::move(comment));
      comment.clear();
      from.schema = to.schema;
    }
    if (from.name != to.name)
      add(fmt::format("ALTER {}{}{} RENAME TO {}", what, from.full(), rest, to.name), std::move(comment));
  }

  // Its functions and its multirange are called like it.
  void rename_range(const Definition& old, const Rename& rename) {
    const Kind& kind = *find_kind(kRange);
    const NameSql to = name_sql(kind, named(rename.kind, rename.to));
    std::string comment = said(rename);
    for (const TypePart& part : parts_of_type(old)) {
      NameSql before = split_name(relation_sql(read_name(part.name)));
      const bool multirange = part.multirange;
      if (multirange && !has_own_multirange(old)) continue;
      const std::string own = multirange_name(read_name(to.name).text);
      const NameSql after{to.schema, multirange ? quoted_name(own) : to.name};
      move(part.what + ' ', std::move(before), after, part.rest, std::exchange(comment, ""));
    }
  }

  const Schema& from_;
  const std::vector<Rename>& renames_;
  Script script_;
};

bool is_part(const Rename& rename) { return !find_kind(rename.kind)->rename.empty(); }

std::size_t group_of(const Rename& rename) {
  if (rename.kind == kRange) return 1;
  return rename.from.text.find('(') != std::string::npos ? 0 : 2;
}

// The definition of a type that is called so after the renames, as it is called before.
Identifier name_before(const Identifier& type, const std::string& kind, const std::vector<Rename>& renames) {
  for (const Rename& rename : renames) {
    if (rename.what() == Renamed::kDefinition && rename.kind == kind && rename.to == type) return rename.from;
  }
  return type;
}

// Without their names.
std::string constraints_of(const Definition& domain, const Schema& schema) {
  std::set<std::string> all;
  for (const Definition& one : schema.definitions) {
    if (one.kind == kDomainConstraint && spelled_name(one) == spelled_name(domain)) all.emplace(constraint_in(one));
  }
  std::string text;
  for (const std::string& one : all) text += '\1' + one;
  return text;
}

RenamableDefinition renamable_part(const Definition& definition, const Schema& schema) {
  RenamableDefinition found;
  found.structure = constraint_in(definition);
  found.part_of = definition.on;
  for (const Definition& one : schema.definitions) {
    const bool domain = definition.kind == kDomainConstraint && one.kind == kDomain;
    if (domain && spelled_name(one) == spelled_name(definition)) found.part_of = one.name;
  }
  return found;
}

}  // namespace

// Routines first, and then ranges, whose functions are known by the types of their parameters as they are before;
// columns, values and parts by the new names of their tables and types.
Script render_renames(const Schema& from, const std::vector<Rename>& renames) {
  RenameScript script(from, renames);
  const auto each = [&](Renamed what, const auto& visit) {
    for (const Rename& rename : renames) {
      if (rename.what() == what) visit(rename);
    }
  };
  for (const std::size_t group : {0U, 1U, 2U}) {
    each(Renamed::kDefinition, [&](const Rename& rename) {
      if (group_of(rename) == group && !is_part(rename) && !script.is_owned(rename)) script.rename_definition(rename);
    });
  }
  each(Renamed::kValue, [&](const Rename& rename) { script.rename_value(rename); });
  each(Renamed::kTable, [&](const Rename& rename) { script.rename_table(rename); });
  each(Renamed::kColumn, [&](const Rename& rename) { script.rename_column(rename); });
  each(Renamed::kDefinition, [&](const Rename& rename) {
    if (script.is_owned(rename)) script.rename_definition(rename);
    if (is_part(rename)) script.rename_part(rename);
  });
  return script.take();
}

std::optional<RenamableDefinition> renamable(const Definition& definition, const Schema& schema) {
  const Kind* kind = find_kind(definition.kind);
  if (kind == nullptr || kind->renamed == Renaming::kNever) return std::nullopt;
  if (!kind->rename.empty()) return renamable_part(definition, schema);
  RenamableDefinition found;
  if (kind->renamed == Renaming::kUnasked) found.part_of = definition.on;
  found.spelling = spelled_name(definition);
  found.structure = definition.sql.written;
  found.structure.replace(found.structure.find(found.spelling), found.spelling.size(), "");
  if (definition.kind == kRange && has_own_multirange(definition))
    found.structure.erase(found.structure.rfind(kMultirangeOption));
  if (definition.kind == kDomain) found.structure += constraints_of(definition, schema);
  if (definition.kind == "enum") {
    for (const std::string& label : enum_labels(definition.sql.written)) found.values.push_back(unquoted_text(label));
  }
  const Definition* owner = definition.kind == kSequence ? owner_of(definition.name, schema) : nullptr;
  if (owner != nullptr) {
    constexpr std::string_view kOwnedBy = " OWNED BY ";
    const std::string& sql = owner->sql.written;
    const NameSql column = split_name(sql.substr(sql.rfind(kOwnedBy) + kOwnedBy.size()));
    found.column = {owner->on, read_name(column.name)};
  }
  return found;
}

namespace {

// A range as the server writes it (https://www.postgresql.org/docs/current/rangetypes.html#RANGETYPES-IO).
constexpr std::string_view kBound = R"sql((SELECT CASE
    WHEN b ~ '^$|[]["\\(),[:space:]]' THEN '"' || replace(replace(b, '\', '\\'), '"', '""') || '"' ELSE b END
  FROM (SELECT ({})::text) AS bounds (b)))sql";
constexpr std::string_view kWholeRange = R"sql(CASE WHEN isempty({0}) THEN 'empty' WHEN NOT isempty({0}) THEN
  concat(CASE WHEN lower_inc({0}) THEN '[' ELSE '(' END, {1}, ',', {2}, CASE WHEN upper_inc({0}) THEN ']' ELSE ')' END) END)sql";

// A value with the labels of enums that it holds as they are called after the renames, as text; as it is where none is
// another one.
class RenamedValue {
 public:
  RenamedValue(const Schema& schema, const std::vector<Rename>& renames) : schema_(schema), renames_(renames) {}

  [[nodiscard]] std::string operator()(const std::string& value, const std::string& declared) const {
    const std::string type = below_domains(declared, schema_);
    const bool list = type.ends_with(kList);
    const Definition* own = type_called(list ? type.substr(0, type.size() - kList.size()) : type, schema_);
    if (own == nullptr) return value;
    if (own->kind == "enum") return label(value, *own, list);
    const auto made_of_others = [&](const std::string& one) {
      return own->kind == "composite type" ? composite(one, *own) : own->kind == kRange ? range(one, *own) : one;
    };
    if (!list) return made_of_others(value);
    const std::string part = made_of_others("aludel_part");
    if (part == "aludel_part") return value;
    return fmt::format("CASE WHEN ({0}) IS NOT NULL THEN ARRAY(SELECT {1} FROM unnest({0}) AS aludel_part) END", value,
                       part);
  }

 private:
  static constexpr std::string_view kList = "[]";

  [[nodiscard]] std::string label(std::string value, const Definition& own, bool list) const {
    for (const Rename& rename : renames_) {
      if (rename.what() != Renamed::kValue || name_before(rename.table, rename.kind, renames_) != own.name) continue;
      const std::string from = quoted_text(rename.from.text);
      const std::string to = quoted_text(rename.to.text);
      value = list ? fmt::format("array_replace(({})::text[], {}, {})", value, from, to)
                   : fmt::format("CASE ({0})::text WHEN {1} THEN {2} ELSE ({0})::text END", value, from, to);
    }
    return value;
  }

  [[nodiscard]] std::string range(const std::string& value, const Definition& own) const {
    const std::string type = types_in(own).front();
    const std::string before = fmt::format("lower({})", value);
    if ((*this)(before, type) == before) return value;
    const auto bound = [&](const char* which) {
      return fmt::format(fmt::runtime(kBound), (*this)(fmt::format("{}({})", which, value), type));
    };
    return fmt::format(fmt::runtime(kWholeRange), value, bound("lower"), bound("upper"));
  }

  // A row of NULLs is none.
  [[nodiscard]] std::string composite(const std::string& value, const Definition& own) const {
    std::string fields;
    bool same = true;
    for (const TypeField& field : fields_of(own)) {
      const std::string before = fmt::format("({}).{}", value, field.name);
      const std::string after = (*this)(before, field.type);
      same = same && before == after;
      fields += (fields.empty() ? "" : ", ") + after;
    }
    return same ? value : fmt::format("CASE WHEN ({}) IS DISTINCT FROM NULL THEN ROW({})::text END", value, fields);
  }

  const Schema& schema_;
  const std::vector<Rename>& renames_;
};

}  // namespace

std::string renamed_value(const Column& column, const Schema& schema, const std::vector<Rename>& renames) {
  return RenamedValue(schema, renames)(column_sql(column.name), column.type.written);
}

}  // namespace aludel::postgresql
