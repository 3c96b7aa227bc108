// What SQLAlchemy has words for, of a schema of PostgreSQL.
#include <algorithm>
#include <set>

#include <fmt/core.h>

#include "report/sqlalchemy_postgresql.h"

namespace aludel {
namespace {

constexpr std::size_t kLongestName = 63;

void keep_only(Clauses& clauses, std::initializer_list<std::string_view> names) {
  std::erase_if(clauses,
                [&](const auto& one) { return std::find(names.begin(), names.end(), one.first) == names.end(); });
}

bool has_dot(const std::string& text) { return text.find('.') != std::string::npos; }

bool is_modelled(const Table& table) {
  return table.whole == nullptr && !table.options.contains("of") && !table.columns.empty();
}

// A foreign key names columns as `schema.table.column`.
bool can_be_named(const Table& table, const std::vector<Identifier>& columns) {
  const ModelName name = model_name(table.name);
  return !has_dot(name.schema) && !has_dot(name.name) &&
         std::none_of(columns.begin(), columns.end(),
                      [](const Identifier& column) { return has_dot(model_name(column).name); });
}

bool is_said(const Constraint& constraint, const Schema& said) {
  const auto* key = std::get_if<ForeignKey>(&constraint);
  const Clauses& clauses = std::visit([](const auto& one) -> const Clauses& { return one.clauses; }, constraint);
  if (clauses.contains("not valid")) return false;
  if (key == nullptr) return true;
  for (const char* word : {"not enforced", "period", "on delete columns"}) {
    if (clauses.contains(word)) return false;
  }
  const Table* parent = said.find_table(key->parent);
  return parent != nullptr && can_be_named(*parent, key->parent_columns) &&
         std::set<Identifier>(key->columns.begin(), key->columns.end()).size() == key->columns.size();
}

bool is_said(const Index& index) {
  const auto with = index.clauses.find("with");
  if (with != index.clauses.end() && with->second.find_first_of("'\"") != std::string::npos) return false;
  return !index.clauses.contains("nulls not distinct") && !index.clauses.contains("invalid") &&
         !index.clauses.contains("only");
}

// Definitions that a name stands for, with all that they need.
class Needed {
 public:
  explicit Needed(const Schema& schema) {
    for (const Definition& one : schema.definitions) definitions_[one.name.key] = &one;
    for (const Table& table : schema.tables) tables_.insert(table.name.key);
  }

  // False: something of it needs a table.
  bool add(const std::vector<Identifier>& names, const std::set<std::string>& without) {
    for (const Identifier& name : names) {
      if (tables_.contains(name.key)) return false;
      const auto found = definitions_.find(name.key);
      if (found == definitions_.end() || without.contains(name.key) || !all_.insert(found->second).second) continue;
      if (!add(found->second->mentions, without)) return false;
    }
    return true;
  }
  [[nodiscard]] const std::set<const Definition*>& all() const { return all_; }

 private:
  std::map<std::string, const Definition*> definitions_;
  std::set<std::string> tables_;
  std::set<const Definition*> all_;
};

// The sequence of a SERIAL column, and who says whose it is. Nulls: it is none.
struct Serial {
  const Definition* sequence = nullptr;
  const Definition* owner = nullptr;
};
Serial serial_of(const Schema& schema, const Table& table, const Column& column) {
  constexpr std::pair<std::string_view, std::string_view> kMost[] = {
      {"integer", "2147483647"}, {"bigint", "9223372036854775807"}, {"smallint", "32767"}};
  const auto* most = std::find_if(std::begin(kMost), std::end(kMost),
                                  [&](const auto& one) { return one.first == column.type.written; });
  if (!column.default_value || most == std::end(kMost)) return {};
  const ModelName name = model_name(table.name);
  const std::string usual = name.name + "_" + model_name(column.name).name + "_seq";
  if (usual.size() > kLongestName) return {};
  const std::string options =
      fmt::format(" AS {} INCREMENT BY 1 MINVALUE 1 MAXVALUE {} START WITH 1 CACHE 1", most->first, most->second);
  const std::string create = table.options.contains("unlogged") ? "CREATE UNLOGGED SEQUENCE " : "CREATE SEQUENCE ";
  Serial found;
  std::string sql;
  for (const Definition& one : schema.definitions) {
    const std::string& text = one.sql.written;
    if (one.kind != "sequence" || !text.starts_with(create) || !text.ends_with(options)) continue;
    const ModelName own = model_name(one.name);
    if (own.name != usual || own.schema != name.schema) continue;
    sql = text.substr(create.size(), text.size() - create.size() - options.size());
    found.sequence = &one;
  }
  if (found.sequence == nullptr || sql.find('\'') != std::string::npos) return {};
  if (column.default_value->written != fmt::format("nextval('{}'::regclass)", sql)) return {};
  for (const Definition& one : schema.definitions) {
    if (one.kind == "sequence owner" && one.on == table.name &&
        one.sql.written.starts_with(fmt::format("ALTER SEQUENCE {} OWNED BY ", sql)))
      found.owner = &one;
  }
  const std::string last = found.owner == nullptr ? "" : found.owner->sql.written;
  const std::string& bare = model_name(column.name).name;
  const bool of_column = last.ends_with('.' + bare) || last.ends_with('.' + column.name.key);
  return of_column ? found : Serial{};
}

bool is_only_key(const Table& table, const Column& column) {
  return table.primary_key && table.primary_key->parts.size() == 1 &&
         table.primary_key->parts.front().column == column.name;
}

// Nulls: its numbers come from elsewhere, or are those of rows that it refers to.
Serial serial_key_of(const Schema& schema, const Table& table, const Column& column) {
  if (!is_only_key(table, column)) return {};
  const bool refers = std::any_of(table.constraints.begin(), table.constraints.end(), [&](const Constraint& one) {
    const auto* key = std::get_if<ForeignKey>(&one);
    return key != nullptr && std::find(key->columns.begin(), key->columns.end(), column.name) != key->columns.end();
  });
  return refers ? Serial{} : serial_of(schema, table, column);
}

Table cut_down(Table table) {
  keep_only(table.options, {"unlogged", "partition by"});
  for (Column& column : table.columns) keep_only(column.clauses, {"identity"});
  std::erase_if(table.indexes, [](const Index& index) { return !is_said(index); });
  return table;
}

}  // namespace

bool is_serial_key(const Schema& schema, const Table& table, const Column& column) {
  return serial_key_of(schema, table, column).owner != nullptr;
}

Said said_by_models(const Schema& schema) {
  Said found;
  Schema& said = found.schema;
  Needed before(schema);
  std::set<const Definition*> with_tables;  // those that the server makes with a column
  for (const Definition& one : schema.definitions) {
    if (one.kind == "enum") before.add({one.name}, {});
  }
  for (const Table& table : schema.tables) {
    if (!is_modelled(table)) continue;
    Serial own;
    for (const Column& column : table.columns) {
      if (const Serial serial = serial_key_of(schema, table, column); serial.owner != nullptr) own = serial;
    }
    std::set<std::string> serials;
    if (own.owner != nullptr) serials.insert(own.sequence->name.key);
    Needed needed = before;
    if (!needed.add(table.needs, serials)) continue;
    before = std::move(needed);
    if (own.owner != nullptr) with_tables.insert({own.sequence, own.owner});
    said.tables.push_back(cut_down(table));
  }
  for (const Definition& one : schema.definitions) {
    if (one.kind != "exclusion constraint" || said.find_table(one.on) == nullptr || !exclusion_call(one)) continue;
    std::vector<Identifier> others = one.mentions;
    std::erase(others, one.on);
    Needed needed = before;
    if (!needed.add(others, {})) continue;
    before = std::move(needed);
    with_tables.insert(&one);
  }
  for (const Definition& one : schema.definitions) {
    if (before.all().contains(&one)) found.before.definitions.push_back(one);
    if (before.all().contains(&one) || with_tables.contains(&one)) said.definitions.push_back(one);
  }
  for (Table& table : said.tables)
    std::erase_if(table.constraints, [&](const Constraint& one) { return !is_said(one, said); });
  sort_parts(said);
  return found;
}

}  // namespace aludel
