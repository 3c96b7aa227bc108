#include "drawing.h"

#include <algorithm>
#include <iterator>
#include <set>

namespace aludel::property {
namespace {

constexpr const char* kPlainNames[] = {"id",    "name",  "email",   "created_at", "status", "price",
                                       "owner", "total", "Comment", "userName",   "x",      "parent_id"};
constexpr const char* kHostileNames[] = {"order",
                                         "key",
                                         "desc",
                                         "null",
                                         "two words",
                                         "quo\"te",
                                         "it's",
                                         "back`tick",
                                         "x\"; DROP TABLE y; --",
                                         "line\nbreak",
                                         "/* no",
                                         "(",
                                         "a,b",
                                         "\xF0\x9F\x9A\x80",
                                         "\xC3\x89t\xC3\xA9",
                                         "1st",
                                         "true",
                                         "current_date",
                                         "rowid",
                                         "generated",
                                         "always",
                                         "check",
                                         "sixty_four_characters_are_what_other_engines_take_for_a_name_at_m"};
constexpr const char* kTypes[] = {
    "",        "INTEGER",  "TEXT",    "INT",      "VARCHAR(10)", "DECIMAL(10, 2)", "REAL", "BLOB", "UNSIGNED BIG INT",
    "NUMERIC", "DATETIME", "BOOLEAN", "\"a, b\"", "key",         "FLOAT(-1)"};
constexpr const char* kStrictTypes[] = {"INT", "INTEGER", "REAL", "TEXT", "BLOB", "ANY"};
constexpr const char* kDefaults[] = {"1",     "-5",    "0.5",    "'x'",  "'it''s'", "''",
                                     "x'0F'", "TRUE",  "1e3",    "+7",   "1 + 2",   "CURRENT_TIMESTAMP",
                                     "word",  "'a;b'", "'true'", "'--'", "- - 1",   "NULL"};
constexpr const char* kCollations[] = {"NOCASE", "RTRIM"};
constexpr const char* kConflicts[] = {"ROLLBACK", "FAIL", "IGNORE", "REPLACE"};
constexpr const char* kActions[] = {"SET NULL", "SET DEFAULT", "CASCADE", "RESTRICT"};
constexpr const char* kChecks[] = {"{} IS NOT 'zzz'",
                                   "length ( {} ) < 1000",
                                   "( {} > - 10 ) OR {} IS NULL OR typeof ( {} ) = 'text'",
                                   "{} IS NOT \"Nosuchcolumn\"",
                                   "{} NOT IN ( 'a(b' , 'c,d' , - 99 )",
                                   "CASE WHEN {} IS NULL THEN 1 ELSE 1 END",
                                   "coalesce ( {} , 0 ) IS NOT - 1.5e-3",
                                   "cast ( {} AS TEXT ) NOT GLOB '*]]]*'"};
constexpr const char* kGenerated[] = {"{} || 'x'", "length ( {} ) + 1", "( {} )", "coalesce ( {} , - 1 )",
                                      "CASE WHEN {} > 0 THEN 'p' ELSE 'n' END"};
constexpr const char* kIndexed[] = {"lower ( {} )", "{} || ''", "length ( {} ) % 7", "- {}"};
constexpr const char* kConditions[] = {"{} IS NOT NULL", "{} > 0 AND {} < 100", "{} IN ( 'a' , 'b' )"};

std::string column_text(int id) { return "{" + std::to_string(id) + "}"; }
std::string table_text(int id) { return "{t" + std::to_string(id) + "}"; }

// The pattern with the column at each `{}`.
std::string about(std::string pattern, int column) {
  for (std::size_t at = 0; (at = pattern.find("{}", at)) != std::string::npos;) {
    pattern.replace(at, 2, column_text(column));
  }
  return pattern;
}

std::string folded(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

class Artist {
 public:
  Artist(Drawing drawing, Random& random) : drawing_(std::move(drawing)), random_(&random) {}

  Drawing draw() {
    const std::size_t tables = 1 + random_->below(4);
    for (std::size_t i = 0; i < tables; ++i) add_table();
    for (DrawnTable& table : drawing_.tables) {
      while (random_->chance(40)) add_foreign_key(table);
    }
    while (random_->chance(40)) add_definition();
    return std::move(drawing_);
  }

  Drawing redraw() {
    const std::size_t changes = 1 + random_->below(4);
    for (std::size_t i = 0; i < changes; ++i) change();
    tidy(drawing_);
    return std::move(drawing_);
  }

 private:
  int new_id() { return ++drawing_.last_id; }

  std::string name() {
    std::string text = random_->chance(15) ? random_->pick(kHostileNames) : random_->pick(kPlainNames);
    return text;
  }
  // Objects share one space of names.
  std::string object_name() { return name() + "_" + std::to_string(new_id()); }
  std::string constraint_name() { return random_->chance(25) ? name() : std::string(); }
  std::string conflict() { return random_->chance(10) ? random_->pick(kConflicts) : ""; }
  std::string collation() { return random_->chance(10) ? random_->pick(kCollations) : ""; }

  int random_column(const DrawnTable& table) { return random_->pick(table.columns).id; }
  int stored_column(const DrawnTable& table) {
    std::vector<int> ids;
    for (const DrawnColumn& column : table.columns) {
      if (column.generated.empty()) ids.push_back(column.id);
    }
    return random_->pick(ids);
  }

  std::string type(bool strict) { return strict ? random_->pick(kStrictTypes) : random_->pick(kTypes); }

  DrawnColumn column(const DrawnTable& table) {
    DrawnColumn column;
    column.id = new_id();
    column.name = name();
    for (const DrawnColumn& other : table.columns) {
      if (folded(other.name) == folded(column.name)) column.name += "_" + std::to_string(column.id);
    }
    column.type = type(table.strict);
    column.collation = collation();
    if (!table.columns.empty() && random_->chance(10)) {
      column.generated = about(random_->pick(kGenerated), stored_column(table));
      column.stored = random_->chance(50);
      if (table.strict) column.type = "ANY";
    } else if (random_->chance(30)) {
      column.default_value = random_->pick(kDefaults);
    }
    column.not_null = random_->chance(25);
    if (column.not_null) column.not_null_conflict = conflict();
    return column;
  }

  DrawnKey key(const DrawnTable& table, std::size_t most) {
    DrawnKey key;
    key.name = constraint_name();
    std::set<int> used;
    for (std::size_t left = 1 + random_->below(most); left > 0; --left) {
      const int id = stored_column(table);
      if (used.insert(id).second) key.parts.push_back({column_text(id), collation(), random_->chance(15)});
    }
    key.conflict = conflict();
    return key;
  }

  void add_primary_key(DrawnTable& table) {
    if (random_->chance(50)) {
      DrawnColumn id = column(table);
      id.type = "INTEGER";
      id.generated.clear();
      table.columns.insert(table.columns.begin(), id);
      table.primary_key = DrawnKey{constraint_name(), {{column_text(id.id), "", false}}, conflict(), false};
      table.primary_key->parts[0].descending = random_->chance(10);
      table.primary_key->autoincrement = random_->chance(25);
    } else {
      table.primary_key = key(table, 3);
    }
    for (DrawnKey& unique : table.unique_keys) unique.conflict.clear();
  }

  void add_unique(DrawnTable& table) {
    DrawnKey unique = key(table, 2);
    // SQLite refuses two keys of the same columns with different conflict clauses.
    const bool again = std::any_of(table.unique_keys.begin(), table.unique_keys.end(),
                                   [&](const DrawnKey& other) { return !other.conflict.empty(); }) ||
                       (table.primary_key && !table.primary_key->conflict.empty());
    if (again) unique.conflict.clear();
    table.unique_keys.push_back(std::move(unique));
  }

  void add_check(DrawnTable& table) {
    table.checks.push_back({constraint_name(), about(random_->pick(kChecks), random_column(table))});
  }

  void add_index(DrawnTable& table) {
    DrawnIndex index;
    index.name = object_name();
    index.unique = random_->chance(15);
    for (std::size_t left = 1 + random_->below(3); left > 0; --left) {
      const int id = random_column(table);
      const bool expression = random_->chance(20);
      index.parts.push_back({expression ? about(random_->pick(kIndexed), id) : column_text(id),
                             expression ? "" : collation(), random_->chance(20)});
    }
    if (random_->chance(20)) index.where = about(random_->pick(kConditions), random_column(table));
    table.indexes.push_back(std::move(index));
  }

  void add_table() {
    DrawnTable table;
    table.id = new_id();
    table.name = object_name();
    table.strict = random_->chance(15);
    for (std::size_t left = 1 + random_->below(6); left > 0; --left) {
      table.columns.push_back(column(table));
    }
    if (random_->chance(80)) add_primary_key(table);
    table.without_rowid = table.primary_key && random_->chance(15);
    while (random_->chance(20)) add_unique(table);
    while (random_->chance(25)) add_check(table);
    while (random_->chance(35)) add_index(table);
    drawing_.tables.push_back(std::move(table));
    tidy(drawing_);
  }

  // To a key of the parent, as foreign keys must be to be used; now and then to none, which SQLite stores, too.
  void add_foreign_key(DrawnTable& table) {
    const DrawnTable& parent = random_->pick(drawing_.tables);
    DrawnForeignKey key;
    key.name = constraint_name();
    key.parent = parent.id;
    std::vector<const DrawnKey*> keys;
    if (parent.primary_key) keys.push_back(&*parent.primary_key);
    for (const DrawnKey& unique : parent.unique_keys) keys.push_back(&unique);
    std::size_t width = 1;
    if (!keys.empty()) {
      const DrawnKey* chosen = random_->pick(keys);
      width = chosen->parts.size();
      if (chosen != keys.front() || !parent.primary_key || random_->chance(50)) {
        for (const DrawnPart& part : chosen->parts) key.parent_columns.push_back(std::stoi(part.text.substr(1)));
      }
    } else if (!random_->chance(10)) {
      return;
    }
    for (std::size_t i = 0; i < width; ++i) key.columns.push_back(stored_column(table));
    if (random_->chance(40)) key.on_delete = random_->pick(kActions);
    if (random_->chance(20)) key.on_update = random_->pick(kActions);
    if (random_->chance(5)) key.match = random_->chance(50) ? "FULL" : "PARTIAL";
    key.deferred = random_->chance(15);
    table.foreign_keys.push_back(std::move(key));
  }

  void add_definition() {
    const DrawnTable& table = random_->pick(drawing_.tables);
    const DrawnTable& other = random_->pick(drawing_.tables);
    const std::string on = table_text(table.id);
    const std::string column = column_text(stored_column(table));
    const std::string name = object_name();
    const auto trigger = [&](const std::string& event, const std::string& body) {
      drawing_.definitions.push_back({name, "TRIGGER {name} " + event + " BEGIN " + body + " ; END"});
    };
    const std::string harmless = "DELETE FROM " + table_text(other.id) + " WHERE 0";
    switch (random_->below(6)) {
      case 0:
        drawing_.definitions.push_back({name, "VIEW {name} AS SELECT " + column + " FROM " + on});
        break;
      case 1: {
        drawing_.definitions.push_back({name, "VIEW {name} ( one , two ) AS SELECT " + column + " , count ( * ) FROM " +
                                                  on + " AS a , " + table_text(other.id) +
                                                  " GROUP BY 1 HAVING count ( * ) > - 1"});
        const std::string above = object_name();
        drawing_.definitions.push_back(
            {above, "TRIGGER {name} INSTEAD OF INSERT ON {o" + name + "} BEGIN " + harmless + " ; END"});
        break;
      }
      case 2:
        trigger("AFTER INSERT ON " + on, "SELECT new . " + column + " ; " + harmless);
        break;
      case 3:
        trigger("BEFORE UPDATE OF " + column + " ON " + on + " FOR EACH ROW WHEN old . " + column + " IS NOT NULL",
                "UPDATE " + on + " SET " + column + " = ';' WHERE 0");
        break;
      case 4:
        trigger("AFTER DELETE ON " + on, "SELECT CASE WHEN 1 THEN 1 END ; " + harmless);
        break;
      default:
        drawing_.definitions.push_back({name, "VIEW {name} AS SELECT \"Noname\" AS a FROM " + on +
                                                  " UNION ALL SELECT 'A' FROM " + table_text(other.id)});
        break;
    }
  }

  // --- Changes

  void change() {
    if (drawing_.tables.empty()) return add_table();
    DrawnTable& table = drawing_.tables[random_->below(drawing_.tables.size())];
    DrawnColumn& one = table.columns[random_->below(table.columns.size())];
    switch (random_->below(21)) {
      case 0:
        table.columns.push_back(column(table));
        break;
      case 1:
        if (table.columns.size() > 1) table.columns.erase(table.columns.begin() + (&one - table.columns.data()));
        break;
      case 2:
        one.name = name() + "_" + std::to_string(new_id());
        break;
      case 3:
        one.type = type(table.strict);
        break;
      case 4:
        one.not_null = !one.not_null;
        one.not_null_conflict = one.not_null ? conflict() : "";
        break;
      case 5:
        one.default_value = one.generated.empty() && random_->chance(70) ? random_->pick(kDefaults) : "";
        break;
      case 6:
        one.collation = one.collation.empty() ? random_->pick(kCollations) : "";
        break;
      case 7:
        add_check(table);
        break;
      case 8:
        if (!table.checks.empty()) table.checks.pop_back();
        break;
      case 9:
        add_unique(table);
        break;
      case 10:
        if (!table.unique_keys.empty()) table.unique_keys.pop_back();
        break;
      case 11:
        add_foreign_key(table);
        break;
      case 12:
        if (!table.foreign_keys.empty()) table.foreign_keys.pop_back();
        break;
      case 13:
        if (!table.foreign_keys.empty()) table.foreign_keys.back().on_delete = random_->pick(kActions);
        break;
      case 14:
        add_index(table);
        break;
      case 15:
        if (!table.indexes.empty()) table.indexes.erase(table.indexes.begin());
        break;
      case 16:
        if (table.primary_key) {
          table.primary_key.reset();
        } else {
          add_primary_key(table);
        }
        break;
      case 17:
        if (random_->chance(50)) {
          table.without_rowid = !table.without_rowid;
        } else {
          table.strict = !table.strict;
          for (DrawnColumn& column : table.columns) column.type = type(table.strict);
        }
        break;
      case 18:
        add_table();
        break;
      case 19:
        drawing_.tables.erase(drawing_.tables.begin() + (&table - drawing_.tables.data()));
        break;
      default:
        if (!drawing_.definitions.empty() && random_->chance(50)) {
          drawing_.definitions.pop_back();
        } else {
          add_definition();
        }
    }
    tidy(drawing_);
  }

  // --- What belongs to what is gone goes with it; what SQLite refuses is put right

  Drawing drawing_;
  Random* random_;
};

}  // namespace

Drawing draw(Random& random) { return Artist({}, random).draw(); }
Drawing redraw(Drawing drawing, Random& random) { return Artist(std::move(drawing), random).redraw(); }

}  // namespace aludel::property
