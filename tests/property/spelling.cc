#include <algorithm>
#include <functional>
#include <utility>

#include "drawing.h"

namespace aludel::property {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_word(const std::string& text) {
  return is_letter(text[0]) &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_letter(c) || (c >= '0' && c <= '9'); });
}

constexpr const char* kNeedQuotes[] = {"order",        "key",       "desc",   "null",  "true",
                                       "current_date", "generated", "always", "check", "rowid"};

// One statement; each token is put with some white space or a comment before it.
class Writer {
 public:
  Writer(const Drawing& drawing, Random& random) : drawing_(&drawing), random_(&random) {}

  [[nodiscard]] std::string take() { return std::exchange(sql_, {}); }

  // Keywords and signs, apart by spaces; their letters in any case.
  void put(const std::string& words) {
    for_each_word(words, [&](std::string word) {
      if (is_letter(word[0]) && random_->chance(30)) flip(word);
      token(word);
    });
  }
  // A token as it is.
  void token(const std::string& text, bool comment = true) {
    if (!sql_.empty()) {
      const char last = sql_.back();
      const bool glued =
          last != '(' && last != ')' && last != ',' && text[0] != '(' && text[0] != ')' && text[0] != ',';
      sql_ += space(glued, comment);
    }
    sql_ += text;
  }
  // A name where it is made: its letters as they are.
  void name(const std::string& text) { token(quoted(text)); }
  // A name where it is used.
  void mention(std::string text) {
    if (random_->chance(10)) flip(text);
    name(text);
  }
  // Words with `{7}` and `{t3}`.
  void text(const std::string& pattern, const std::string& own_name = {}) {
    for_each_word(pattern, [&](const std::string& word) {
      if (word == "{name}") return name(own_name);
      if (word[0] != '{') return word[0] == '\'' || word[0] == '"' ? token(word) : put(word);
      std::string id = word.substr(1, word.size() - 2);
      if (id[0] == 't') return mention(drawing_->find_table(std::stoi(id.substr(1)))->name);
      if (id[0] == 'o') return mention(id.substr(1));
      mention(*drawing_->find_column(std::stoi(id)));
    });
  }
  // With a space in it anything may stand between two words of a type, but a comment would be part of it.
  void type(const std::string& text) {
    if (text.empty()) return;
    if (text[0] == '"') return token(text);
    std::string spelled;
    for (const char c : text) spelled += c == ' ' ? random_->pick(kBlanks) : std::string(1, c);
    if (random_->chance(30)) flip(spelled);
    token(spelled, false);
  }
  [[nodiscard]] Random& random() { return *random_; }

 private:
  static constexpr const char* kBlanks[] = {" ", "  ", "\n", "\t"};
  static constexpr const char* kComments[] = {"/* , ) ' */", "-- \" ( \n", "/**/", "--\n"};

  // `{o...}` holds a name, which may hold anything.
  static void for_each_word(const std::string& words, const std::function<void(std::string)>& act) {
    for (std::size_t at = 0; at < words.size();) {
      if (words[at] == ' ') {
        ++at;
        continue;
      }
      std::size_t end = words[at] == '{' ? words.find('}', at) + 1 : words.find(' ', at);
      end = std::min(end, words.size());
      act(words.substr(at, end - at));
      at = end;
    }
  }

  std::string space(bool needed, bool comment) {
    if (comment && random_->chance(4)) return std::string(" ") + random_->pick(kComments);
    if (random_->chance(20)) return random_->pick(kBlanks);
    return needed || random_->chance(50) ? " " : "";
  }
  void flip(std::string& text) {
    for (char& c : text) {
      if (!random_->chance(50)) continue;
      if (c >= 'a' && c <= 'z') {
        c = static_cast<char>(c - 'a' + 'A');
      } else if (c >= 'A' && c <= 'Z') {
        c = static_cast<char>(c - 'A' + 'a');
      }
    }
  }
  std::string quoted(const std::string& text) {
    std::string lower = text;
    for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const bool bare =
        is_word(text) && std::find(std::begin(kNeedQuotes), std::end(kNeedQuotes), lower) == std::end(kNeedQuotes);
    if (bare && random_->chance(70)) return text;
    if (text.find(']') == std::string::npos && random_->chance(10)) return "[" + text + "]";
    const char quote = random_->chance(20) ? '`' : '"';
    std::string result(1, quote);
    for (const char c : text) result.append(c == quote ? 2 : 1, c);
    return result + quote;
  }

  const Drawing* drawing_;
  Random* random_;
  std::string sql_;
};

// Puts what stands for one table, each clause where it may stand.
class TableWriter {
 public:
  TableWriter(const DrawnTable& table, Writer& writer) : table_(&table), out_(&writer), random_(&writer.random()) {
    for (const DrawnColumn& column : table.columns) columns_.push_back(&column);
    if (random_->chance(20)) random_->shuffle(columns_);
    place_constraints();
  }

  void write() {
    out_->put("CREATE TABLE");
    out_->name(table_->name);
    out_->put("(");
    for (const DrawnColumn* column : columns_) {
      if (column != columns_.front()) out_->put(",");
      write_column(*column);
    }
    random_->shuffle(after_);
    for (std::size_t i = 0; i < after_.size(); ++i) {
      // Between two constraints the comma is optional.
      if (i == 0 || random_->chance(80)) out_->put(",");
      after_[i]();
    }
    out_->put(")");
    write_options();
  }

 private:
  using Clause = std::function<void()>;

  [[nodiscard]] bool is_integer(const DrawnPart& part) const {
    return std::any_of(table_->columns.begin(), table_->columns.end(), [&](const DrawnColumn& column) {
      return part.text == "{" + std::to_string(column.id) + "}" && column.type == "INTEGER";
    });
  }
  Clause& inside(const std::string& column) { return inside_.emplace_back(column, Clause()).second; }

  void place_constraints() {
    if (table_->primary_key) place_primary_key(*table_->primary_key);
    for (const DrawnKey& key : table_->unique_keys) {
      const DrawnPart& part = key.parts[0];
      if (key.parts.size() == 1 && part.collation.empty() && !part.descending && random_->chance(50)) {
        inside(part.text) = [&] { name(key.name), out_->put("UNIQUE"), conflict(key); };
      } else {
        after_.emplace_back([&] { name(key.name), out_->put("UNIQUE"), parts(key.parts), conflict(key); });
      }
    }
    for (const DrawnCheck& check : table_->checks) {
      const Clause clause = [&] { name(check.name), out_->put("CHECK"), group(check.text); };
      if (random_->chance(50)) {
        inside("{" + std::to_string(random_->pick(table_->columns).id) + "}") = clause;
      } else {
        after_.push_back(clause);
      }
    }
    for (const DrawnForeignKey& key : table_->foreign_keys) place_foreign_key(key);
  }

  // An INTEGER with DESC is the rowid after the columns, and an ordinary column where it is declared.
  void place_primary_key(const DrawnKey& key) {
    const DrawnPart& part = key.parts[0];
    const bool integer = key.parts.size() == 1 && is_integer(part);
    const bool rowid = integer && !table_->without_rowid && !part.descending;
    const bool must = integer && !table_->without_rowid && part.descending;
    const bool may = key.parts.size() == 1 && (part.collation.empty() || integer);
    if (must || (may && random_->chance(50))) {
      inside(part.text) = [&] {
        name(key.name), out_->put("PRIMARY KEY"), order(part.descending), conflict(key);
        if (key.autoincrement) out_->put("AUTOINCREMENT");
      };
      return;
    }
    after_.emplace_back([&, rowid] {
      name(key.name), out_->put("PRIMARY KEY"), out_->put("(");
      for (const DrawnPart& one : key.parts) {
        if (&one != key.parts.data()) out_->put(",");
        write_part({one.text, one.collation, one.descending || (rowid && random_->chance(20))});
      }
      if (key.autoincrement) out_->put("AUTOINCREMENT");
      out_->put(")"), conflict(key);
    });
  }

  void place_foreign_key(const DrawnForeignKey& key) {
    if (key.columns.size() == 1 && random_->chance(50)) {
      inside("{" + std::to_string(key.columns[0]) + "}") = [&] { name(key.name), references(key); };
      return;
    }
    after_.emplace_back([&] { name(key.name), out_->put("FOREIGN KEY"), ids(key.columns), references(key); });
  }

  void write_column(const DrawnColumn& column) {
    out_->name(column.name);
    out_->type(column.type);
    std::vector<Clause> clauses;
    if (column.not_null) {
      clauses.emplace_back([&] { out_->put("NOT NULL"), write_conflict(column.not_null_conflict); });
    } else if (random_->chance(3)) {
      clauses.emplace_back([&] { out_->put("NULL"); });
    }
    if (!column.default_value.empty()) clauses.emplace_back([&] { write_default(column.default_value); });
    if (!column.collation.empty() || random_->chance(3)) {
      clauses.emplace_back([&] { out_->put("COLLATE " + (column.collation.empty() ? "BINARY" : column.collation)); });
    }
    for (const auto& [id, clause] : inside_) {
      if (id == "{" + std::to_string(column.id) + "}") clauses.push_back(clause);
    }
    random_->shuffle(clauses);
    // A comment between a type and GENERATED would be part of the type.
    if (!column.generated.empty()) write_generated(column);
    for (const Clause& clause : clauses) clause();
    if (random_->chance(2)) name("of nothing");
  }

  void write_generated(const DrawnColumn& column) {
    if (random_->chance(50)) {
      out_->token("GENERATED ALWAYS", false);
      out_->token("AS", false);
    } else {
      out_->put("AS");
    }
    group(column.generated);
    if (column.stored || random_->chance(50)) out_->put(column.stored ? "STORED" : "VIRTUAL");
  }

  void write_default(const std::string& value) {
    out_->put("DEFAULT");
    if (value == "word") return out_->token(random_->pick(std::vector<std::string>{"word", "'word'", "\"word\""}));
    const bool expression = value.find(' ') != std::string::npos;
    const bool open = expression || random_->chance(30);
    if (open) out_->put("(");
    out_->text(value);
    if (open) out_->put(")");
  }

  void write_options() {
    std::vector<std::string> options;
    if (table_->strict) options.emplace_back("STRICT");
    if (table_->without_rowid) options.emplace_back("WITHOUT ROWID");
    random_->shuffle(options);
    for (const std::string& option : options) {
      if (&option != options.data()) out_->put(",");
      out_->put(option);
    }
  }

  void name(const std::string& text) {
    if (text.empty()) return;
    out_->put("CONSTRAINT");
    out_->name(text);
  }
  void write_conflict(const std::string& word) {
    if (!word.empty()) {
      out_->put("ON CONFLICT " + word);
    } else if (random_->chance(5)) {
      out_->put("ON CONFLICT ABORT");
    }
  }
  // ABORT is not the same as nothing where two keys of the same columns meet.
  void conflict(const DrawnKey& key) {
    if (!key.conflict.empty()) out_->put("ON CONFLICT " + key.conflict);
  }
  void order(bool descending) {
    if (descending || random_->chance(20)) out_->put(descending ? "DESC" : "ASC");
  }
  void group(const std::string& text) {
    const bool twice = random_->chance(10);
    out_->put(twice ? "( (" : "(");
    out_->text(text);
    out_->put(twice ? ") )" : ")");
  }
  void write_part(const DrawnPart& part) {
    out_->text(part.text);
    if (!part.collation.empty()) out_->put("COLLATE " + part.collation);
    order(part.descending);
  }
  void parts(const std::vector<DrawnPart>& list) {
    out_->put("(");
    for (const DrawnPart& part : list) {
      if (&part != list.data()) out_->put(",");
      write_part(part);
    }
    out_->put(")");
  }
  void ids(const std::vector<int>& columns) {
    out_->put("(");
    for (const int& column : columns) {
      if (&column != columns.data()) out_->put(",");
      out_->text("{" + std::to_string(column) + "}");
    }
    out_->put(")");
  }
  void references(const DrawnForeignKey& key) {
    out_->put("REFERENCES");
    out_->text("{t" + std::to_string(key.parent) + "}");
    if (!key.parent_columns.empty()) ids(key.parent_columns);
    if (!key.match.empty()) out_->put("MATCH " + key.match);
    if (!key.on_update.empty() || random_->chance(5)) {
      out_->put("ON UPDATE " + (key.on_update.empty() ? "NO ACTION" : key.on_update));
    }
    if (!key.on_delete.empty() || random_->chance(5)) {
      out_->put("ON DELETE " + (key.on_delete.empty() ? "NO ACTION" : key.on_delete));
    }
    if (key.deferred) {
      out_->put("DEFERRABLE INITIALLY DEFERRED");
    } else if (random_->chance(10)) {
      out_->put(random_->pick(std::vector<std::string>{"NOT DEFERRABLE", "DEFERRABLE", "DEFERRABLE INITIALLY IMMEDIATE",
                                                       "NOT DEFERRABLE INITIALLY DEFERRED"}));
    }
  }

  const DrawnTable* table_;
  Writer* out_;
  Random* random_;
  std::vector<const DrawnColumn*> columns_;
  std::vector<std::pair<std::string, Clause>> inside_;  // `{7}`: the column in whose declaration it stands
  std::vector<Clause> after_;                           // constraints of the table
};

void write_index(const DrawnIndex& index, const DrawnTable& table, Writer& out) {
  out.put(index.unique ? "CREATE UNIQUE INDEX" : "CREATE INDEX");
  out.name(index.name);
  out.put("ON");
  out.mention(table.name);
  out.put("(");
  for (const DrawnPart& part : index.parts) {
    if (&part != index.parts.data()) out.put(",");
    out.text(part.text);
    if (!part.collation.empty()) out.put("COLLATE " + part.collation);
    if (part.descending || out.random().chance(10)) out.put(part.descending ? "DESC" : "ASC");
  }
  out.put(")");
  if (!index.where.empty()) out.put("WHERE"), out.text(index.where);
}

}  // namespace

std::vector<std::string> spell(const Drawing& drawing, Random& random) {
  std::vector<std::string> statements;
  Writer out(drawing, random);
  for (const DrawnTable& table : drawing.tables) {
    TableWriter(table, out).write();
    statements.push_back(out.take());
  }
  random.shuffle(statements);
  for (const DrawnTable& table : drawing.tables) {
    for (const DrawnIndex& index : table.indexes) {
      write_index(index, table, out);
      statements.push_back(out.take());
    }
  }
  for (const DrawnDefinition& definition : drawing.definitions) {
    out.put("CREATE");
    out.text(definition.text, definition.name);
    statements.push_back(out.take());
  }
  return statements;
}

}  // namespace aludel::property
