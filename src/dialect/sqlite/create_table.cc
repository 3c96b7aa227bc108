#include "dialect/sqlite/create_table.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "core/error.h"
#include "dialect/sqlite/tokens.h"

namespace aludel::sqlite {
namespace {

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

std::string upper(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = upper(c);
  return result;
}

// Reads from left to right, one token ahead.
class Reader {
 public:
  explicit Reader(std::string sql) {
    table_.sql = std::move(sql);
    advance();
  }

  TableText read() {
    read_head();
    expect("(");
    table_.body.begin = last_.end;
    read_body();
    table_.body.end = ahead_.begin;
    expect(")");
    read_options();
    attach_deferrable();
    return std::move(table_);
  }

 private:
  // --- Tokens

  [[nodiscard]] std::string_view word_at(Span span) const { return table_.text(span); }
  [[nodiscard]] static bool same(std::string_view token, std::string_view keyword) {
    return std::equal(token.begin(), token.end(), keyword.begin(), keyword.end(),
                      [](char a, char b) { return upper(a) == b; });
  }
  // A keyword or a sign; a quoted name is neither.
  [[nodiscard]] bool is(std::string_view keyword) const { return same(word_at(ahead_), keyword); }
  [[nodiscard]] bool is_any(std::initializer_list<std::string_view> keywords) const {
    return std::any_of(keywords.begin(), keywords.end(), [&](std::string_view keyword) { return is(keyword); });
  }
  [[nodiscard]] bool ends_definition() const { return ahead_.empty() || is(",") || is(")"); }

  void advance() {
    last_ = ahead_;
    ahead_ = next_token(table_.sql, ahead_.end);
  }
  bool take(std::string_view keyword) {
    if (!is(keyword)) return false;
    advance();
    return true;
  }
  void expect(std::string_view keyword) {
    if (!take(keyword)) broken(keyword);
  }
  Span take_token() {
    if (ahead_.empty()) broken("a name");
    advance();
    return last_;
  }
  std::string take_name() { return unquoted(word_at(take_token())); }
  std::string take_upper() { return upper(word_at(take_token())); }
  // What stands between the parenthesis ahead and the one that closes it.
  Span take_group() {
    expect("(");
    const std::size_t begin = last_.end;
    for (int depth = 1; depth > 0;) {
      if (ahead_.empty()) broken(")");
      depth += is("(") ? 1 : is(")") ? -1 : 0;
      advance();
    }
    return trimmed({begin, last_.begin});
  }
  // From its first to its last token.
  [[nodiscard]] Span trimmed(Span span) const {
    Span first = next_token(table_.sql, span.begin);
    if (first.begin >= span.end) return {span.begin, span.begin};
    Span last = first;
    for (Span next = first; next.begin < span.end; next = next_token(table_.sql, next.end)) last = next;
    return {first.begin, last.end};
  }
  [[noreturn]] void broken(std::string_view expected) const {
    throw error(Code::kInternal, "byte {} of a stored CREATE TABLE is not `{}`: {}", ahead_.begin, expected,
                table_.sql);
  }

  // --- The statement

  void read_head() {
    expect("CREATE");
    if (!take("TEMP")) take("TEMPORARY");
    expect("TABLE");
    if (take("IF")) {
      expect("NOT");
      expect("EXISTS");
    }
    table_.name_span = take_token();
    if (take(".")) table_.name_span = take_token();
  }

  // Commas between constraints of the table are optional.
  void read_body() {
    bool constraints = false;
    while (!ahead_.empty() && !is(")")) {
      constraints = constraints || is_any({"CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"});
      if (constraints) {
        table_.constraints.push_back(read_clause());
      } else {
        table_.columns.push_back(read_column());
      }
      if (take(",")) {
        table_.separators.push_back(last_);
      } else if (!constraints && !is(")")) {
        broken(",");
      }
    }
  }

  void read_options() {
    table_.options = {last_.end, table_.sql.size()};
    while (!ahead_.empty()) {
      if (take("WITHOUT")) {
        table_.without_rowid = is("ROWID") || table_.without_rowid;
      } else if (is("STRICT")) {
        table_.strict = true;
      }
      advance();
    }
  }

  // --- Columns

  ColumnText read_column() {
    ColumnText column;
    column.name = take_name();
    column.name_span = last_;
    column.type = read_type();
    while (!ends_definition()) column.clauses.push_back(read_clause());
    column.all = {column.name_span.begin, last_.end};
    return column;
  }

  [[nodiscard]] bool begins_clause() const {
    if (is("GENERATED")) {
      const Span second = next_token(table_.sql, ahead_.end);
      return same(word_at(second), "ALWAYS") && same(word_at(next_token(table_.sql, second.end)), "AS");
    }
    return is_any({"CONSTRAINT", "PRIMARY", "NOT", "NULL", "UNIQUE", "CHECK", "DEFAULT", "COLLATE", "REFERENCES", "AS",
                   "DEFERRABLE"});
  }

  Span read_type() {
    Span type{last_.end, last_.end};
    while (!ends_definition() && !begins_clause() && !is("(")) {
      if (type.empty()) type.begin = ahead_.begin;
      advance();
      type.end = last_.end;
    }
    if (!type.empty() && is("(")) {
      take_group();
      type.end = last_.end;
    }
    return type;
  }

  // --- Constraints: the words tell those of a column from those of a table

  ClauseText read_clause() {
    ClauseText clause;
    const std::size_t begin = ahead_.begin;
    if (take("CONSTRAINT")) {
      clause.name = take_name();
      clause.name_span = last_;
    }
    read_kind(clause);
    clause.all = {begin, last_.end};
    return clause;
  }

  void read_kind(ClauseText& clause) {
    if (take("PRIMARY")) {
      expect("KEY");
      read_key(clause, ClauseKind::kPrimaryKey);
    } else if (take("UNIQUE")) {
      read_key(clause, ClauseKind::kUnique);
    } else if (take("CHECK")) {
      clause.kind = ClauseKind::kCheck;
      clause.expression = take_group();
      read_conflict(clause);
    } else if (take("FOREIGN")) {
      expect("KEY");
      clause.columns = read_columns();
      expect("REFERENCES");
      read_reference(clause);
    } else if (take("REFERENCES")) {
      read_reference(clause);
    } else if (take("DEFAULT")) {
      read_default(clause);
    } else if (take("COLLATE")) {
      clause.kind = ClauseKind::kCollate;
      clause.collation = take_name();
    } else if (is("GENERATED") || is("AS")) {
      read_generated(clause);
    } else {
      read_null(clause);
    }
  }

  void read_null(ClauseText& clause) {
    clause.kind = ClauseKind::kNull;
    if (is("DEFERRABLE") || next_is("NOT", "DEFERRABLE")) {
      clause.deferrable = read_deferrable();
    } else if (take("NOT")) {
      clause.kind = ClauseKind::kNotNull;
      expect("NULL");
      read_conflict(clause);
    } else if (take("NULL")) {
      read_conflict(clause);
    } else if (clause.name_span.empty() || !(ends_definition() || is("CONSTRAINT"))) {
      broken("a constraint");
    }
  }

  void read_key(ClauseText& clause, ClauseKind kind) {
    clause.kind = kind;
    if (is("(")) clause.columns = read_columns(&clause);
    if (!take("ASC")) clause.descending = take("DESC");
    read_conflict(clause);
    if (take("AUTOINCREMENT")) clause.autoincrement = true;
  }

  void read_conflict(ClauseText& clause) {
    if (!next_is("ON", "CONFLICT")) return;
    advance();
    advance();
    clause.conflict = take_upper();
  }

  // A value without parentheses is one token, perhaps with a sign.
  void read_default(ClauseText& clause) {
    clause.kind = ClauseKind::kDefault;
    if (is("(")) {
      clause.expression = take_group();
      return;
    }
    clause.expression.begin = ahead_.begin;
    if (!take("+")) take("-");
    take_token();
    clause.expression.end = last_.end;
  }

  void read_generated(ClauseText& clause) {
    clause.kind = ClauseKind::kGenerated;
    if (take("GENERATED")) expect("ALWAYS");
    expect("AS");
    clause.expression = take_group();
    clause.stored = take("STORED");
    if (!clause.stored) take("VIRTUAL");
  }

  void read_reference(ClauseText& clause) {
    clause.kind = ClauseKind::kForeignKey;
    clause.parent = take_name();
    clause.parent_span = last_;
    if (is("(")) clause.parent_columns = read_columns();
    for (;;) {
      if (take("MATCH")) {
        clause.match = upper(take_name());
      } else if (take("ON")) {
        const std::string event = take_upper();
        std::string action = take_upper();
        if (action == "SET" || action == "NO") action += " " + take_upper();
        if (event == "DELETE") clause.on_delete = action;
        if (event == "UPDATE") clause.on_update = action;
      } else {
        break;
      }
    }
    if (is("DEFERRABLE") || next_is("NOT", "DEFERRABLE")) clause.deferrable = read_deferrable();
  }

  std::string read_deferrable() {
    std::string text = take("NOT") ? "not deferrable" : "deferrable";
    expect("DEFERRABLE");
    if (!take("INITIALLY")) return text;
    return text + (take_upper() == "DEFERRED" ? " initially deferred" : " initially immediate");
  }

  // `(a, "b" COLLATE NOCASE DESC)`; AUTOINCREMENT may stand before the parenthesis that closes a primary key.
  std::vector<KeyText> read_columns(ClauseText* key = nullptr) {
    std::vector<KeyText> columns;
    expect("(");
    do {
      KeyText column;
      column.all.begin = ahead_.begin;
      int depth = 0;  // SQLite takes `(a)` for `a`
      while (take("(")) ++depth;
      column.column = take_name();
      column.all.end = last_.end;
      while (!ahead_.empty() && !is(",") && (depth > 0 || !is(")"))) {
        if (key != nullptr && take("AUTOINCREMENT")) {
          key->autoincrement = true;
          continue;
        }
        if (take("COLLATE")) {
          column.collation = take_name();
        } else if (take("DESC")) {
          column.descending = true;
        } else {
          if (is(")")) --depth;
          advance();
        }
        column.all.end = last_.end;
      }
      columns.push_back(std::move(column));
    } while (take(","));
    expect(")");
    return columns;
  }

  [[nodiscard]] bool next_is(std::string_view first, std::string_view second) const {
    return is(first) && same(word_at(next_token(table_.sql, ahead_.end)), second);
  }

  // A DEFERRABLE that stands apart belongs to the last foreign key before it.
  void attach_deferrable() {
    ClauseText* key = nullptr;
    for (ColumnText& column : table_.columns) {
      for (ClauseText& clause : column.clauses) {
        if (clause.kind == ClauseKind::kForeignKey) key = &clause;
        if (clause.kind == ClauseKind::kNull && !clause.deferrable.empty() && key != nullptr) {
          key->deferrable = clause.deferrable;
        }
      }
    }
  }

  TableText table_;
  Span last_, ahead_;
};

}  // namespace

TableText read_create_table(std::string sql) { return Reader(std::move(sql)).read(); }

}  // namespace aludel::sqlite
