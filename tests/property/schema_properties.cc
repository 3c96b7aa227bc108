// What holds for reading a schema and for writing it as canonical SQL.
#include <algorithm>
#include <map>

#include <fmt/core.h>

#include "dialect/sqlite/read_table.h"
#include "drawing.h"
#include "meaning.h"
#include "property.h"

namespace aludel::property {
namespace {

std::vector<std::string> canonical_of(const Schema& schema) {
  std::vector<std::string> statements;
  for (const ScriptStatement& statement : sqlite().canonical(schema).statements) statements.push_back(statement.sql);
  return statements;
}

Schema schema_of(const std::vector<std::string>& statements) { return sqlite().introspect(*load(statements), {}); }

void require(bool holds, std::string_view what, const std::vector<std::string>& a, const std::vector<std::string>& b) {
  if (!holds) throw Failure{fmt::format("{}\n{}\n{}", what, text_of(a), text_of(b))};
}

void check_spelling(Random& random) {
  const Drawing drawing = draw(random);
  const std::vector<std::string> a = spell(drawing, random);
  const std::vector<std::string> b = spell(drawing, random);
  require(schema_of(a) == schema_of(b), "two spellings of one schema are not equal", a, b);
}

void check_canonical(Random& random) {
  const std::vector<std::string> sql = spell(draw(random), random);
  const Schema schema = schema_of(sql);
  const std::vector<std::string> canonical = canonical_of(schema);
  const Schema loaded = schema_of(canonical);
  require(loaded == schema, "canonical SQL makes another schema", sql, canonical);
  require(canonical_of(loaded) == canonical, "canonical SQL is not its own canonical SQL", canonical,
          canonical_of(loaded));
  for (std::size_t i = 0; i < schema.tables.size(); ++i) {
    require(same_column_order(schema.tables[i], loaded.tables[i]), "canonical SQL has another order", sql, canonical);
  }
}

void check_change(Random& random) {
  const Drawing from = draw(random);
  const Drawing to = redraw(from, random);
  const std::vector<std::string> a = spell(from, random);
  const std::vector<std::string> b = spell(to, random);
  const bool same = meaning_of(from) == meaning_of(to);
  require((schema_of(a) == schema_of(b)) == same, same ? "a difference without meaning" : "a difference not seen", a,
          b);
}

// --- What the pragmas tell of keys, against what was read from the text

using Facts = std::multimap<std::string, std::string>;  // a kind and a table, a fact

std::string list_of(const std::vector<KeyPart>& parts, const Table& table) {
  std::string text;
  for (const KeyPart& part : parts) {
    const Identifier own = part.collation.empty() ? table.find_column(part.column)->collation : part.collation;
    text += fmt::format(" {}^{}", part.column.key, own.empty() ? "binary" : own.key);
  }
  return text;
}

Facts read_facts(const Schema& schema) {
  Facts facts;
  for (const Table& table : schema.tables) {
    const std::string& name = table.name.key;
    // SQLite makes one index for several keys of the same columns, DESC or not, and none for the rowid.
    std::map<std::string, bool> keys;
    const bool rowid = sqlite::rowid_column(table) != nullptr;
    if (table.primary_key && !rowid) keys[list_of(table.primary_key->parts, table)];
    for (const Constraint& constraint : table.constraints) {
      if (const auto* unique = std::get_if<UniqueConstraint>(&constraint)) keys[list_of(unique->parts, table)];
      const auto* key = std::get_if<ForeignKey>(&constraint);
      if (key == nullptr) continue;
      std::string text = key->parent.key;
      for (std::size_t i = 0; i < key->columns.size(); ++i) {
        text += fmt::format(" {}>{}", key->columns[i].key,
                            key->parent_columns.empty() ? std::string() : key->parent_columns[i].key);
      }
      facts.emplace("foreign key " + name, text + fmt::format(" {} {}", key->on_update, key->on_delete));
    }
    for (const auto& [columns, one] : keys) facts.emplace("key " + name, columns);
    if (!table.primary_key) continue;
    for (std::size_t i = 0; i < table.primary_key->parts.size(); ++i) {
      facts.emplace("primary key " + name, fmt::format("{} {}", i + 1, table.primary_key->parts[i].column.key));
    }
  }
  return facts;
}

std::string key_of(std::optional<std::string_view> name) { return sqlite().identifier(name.value_or("")).key; }

std::string action_of(std::optional<std::string_view> action) {
  return action == "NO ACTION" ? std::string() : std::string(*action);
}

Facts told_facts(Connection& connection, const Schema& schema) {
  Facts facts;
  for (const Table& table : schema.tables) {
    const std::string& name = table.name.key;
    connection.query("SELECT pk, name FROM pragma_table_xinfo(?) WHERE pk > 0", {table.name.text}, [&](Row row) {
      facts.emplace("primary key " + name, fmt::format("{} {}", *row[0], key_of(row[1])));
    });
    std::map<std::string, std::string> keys;
    connection.query(
        "SELECT i.name, c.name, c.coll FROM pragma_index_list(?) AS i, pragma_index_xinfo(i.name) AS c "
        "WHERE i.origin <> 'c' AND c.key ORDER BY c.seqno",
        {table.name.text},
        [&](Row row) { keys[std::string(*row[0])] += fmt::format(" {}^{}", key_of(row[1]), key_of(row[2])); });
    for (const auto& [index, columns] : keys) facts.emplace("key " + name, columns);
    std::map<std::string, std::string> foreign_keys;
    connection.query(
        "SELECT id, \"table\", \"from\", \"to\", on_update, on_delete FROM pragma_foreign_key_list(?) ORDER BY id, seq",
        {table.name.text}, [&](Row row) {
          std::string& text = foreign_keys[std::string(*row[0])];
          const std::string actions = fmt::format(" {} {}", action_of(row[4]), action_of(row[5]));
          if (text.empty()) {
            text = key_of(row[1]);
          } else {
            text.resize(text.size() - actions.size());
          }
          text += fmt::format(" {}>{}", key_of(row[2]), key_of(row[3])) + actions;
        });
    for (const auto& [id, text] : foreign_keys) facts.emplace("foreign key " + name, text);
  }
  return facts;
}

std::string shown(const Facts& facts) {
  std::string text;
  for (const auto& [kind, fact] : facts) text += fmt::format("{}: {}\n", kind, fact);
  return text;
}

// Facts of one kind come in no order.
std::vector<std::pair<std::string, std::string>> sorted(const Facts& facts) {
  std::vector<std::pair<std::string, std::string>> list(facts.begin(), facts.end());
  std::sort(list.begin(), list.end());
  return list;
}

void check_pragmas(Random& random) {
  const std::vector<std::string> sql = spell(draw(random), random);
  const auto connection = load(sql);
  const Schema schema = sqlite().introspect(*connection, {});
  const Facts read = read_facts(schema);
  const Facts told = told_facts(*connection, schema);
  if (sorted(read) == sorted(told)) return;
  throw Failure{fmt::format("read:\n{}told:\n{}{}", shown(read), shown(told), text_of(sql))};
}

}  // namespace

extern const Property kSpelling = {"spelling", "a schema is equal to itself however it is spelled", check_spelling};
extern const Property kCanonical = {"canonical", "canonical SQL makes the same schema, and is its own canonical SQL",
                                    check_canonical};
extern const Property kChange = {"change", "two schemas are different exactly if they mean different things",
                                 check_change};
extern const Property kPragmas = {"pragmas", "keys are read from the text as SQLite's pragmas tell them",
                                  check_pragmas};

}  // namespace aludel::property
