#include "dialect/mariadb/kinds.h"

#include <algorithm>
#include <optional>

#include "dialect/mariadb/tokens.h"

namespace aludel::mariadb {
namespace {

constexpr std::string_view kCommits = "it may commit by itself half-way, so that nobody could tell what of it is done";
constexpr std::string_view kPlain = "write the statements that it would run as plain ones";
constexpr std::string_view kPartly = "it is done one by one, and a crash stops it half-way";
constexpr std::string_view kDropEach = "drop each in a statement of its own";
constexpr std::string_view kAccountEach = "write a statement for each account";

// The first row that fits counts. What MariaDB promises of each: https://mariadb.com/kb/en/atomic-ddl/ and
// https://mariadb.com/kb/en/sql-statements-that-cause-an-implicit-commit/
constexpr Kind kKinds[] = {
    // --- moves with the journal
    {"INSERT", "", Form::kAny, Recovery::kMoves},
    {"UPDATE", "", Form::kAny, Recovery::kMoves},
    {"DELETE", "", Form::kAny, Recovery::kMoves},
    {"REPLACE", "", Form::kAny, Recovery::kMoves},
    {"SELECT", "", Form::kAny, Recovery::kMoves},
    {"WITH", "", Form::kAny, Recovery::kMoves},
    {"VALUES", "", Form::kAny, Recovery::kMoves},
    {"DO", "", Form::kAny, Recovery::kMoves},
    {"LOAD", "", Form::kAny, Recovery::kMoves},
    {"SHOW", "", Form::kAny, Recovery::kMoves},
    {"EXPLAIN", "", Form::kAny, Recovery::kMoves},
    {"DESCRIBE", "", Form::kAny, Recovery::kMoves},
    {"DESC", "", Form::kAny, Recovery::kMoves},
    // --- session-only
    {"SET", "", Form::kAny, Recovery::kSession},
    {"USE", "", Form::kAny, Recovery::kSession},
    {"CREATE", "TABLE", Form::kTemporary, Recovery::kSession},
    {"DROP", "TABLE", Form::kTemporary, Recovery::kSession},
    // --- cannot be resumed
    {"CREATE", "TABLE", Form::kReplaceSelect, Recovery::kNever,
     "a crash in the middle of it leaves neither the old table nor the new one",
     "write `CREATE TABLE new ... SELECT`, then `DROP TABLE` and `RENAME TABLE`"},
    {"ALTER", "TABLE", Form::kTablespace, Recovery::kNever, "what it did to the files cannot be seen in the schema",
     "bring the rows in by INSERT"},
    // --- harmless to repeat
    {"CREATE", "*", Form::kReplace, Recovery::kHarmless},
    {"CREATE", "TABLE", Form::kSelect, Recovery::kVisible},
    {"CREATE", "*", Form::kConditional, Recovery::kHarmless},
    {"DROP", "*", Form::kConditional, Recovery::kHarmless},
    {"DROP", "*", Form::kSeveral, Recovery::kNever, kPartly, kDropEach},
    {"CREATE", "USER", Form::kSeveral, Recovery::kNever, kPartly, kAccountEach},
    {"CREATE", "ROLE", Form::kSeveral, Recovery::kNever, kPartly, kAccountEach},
    {"RENAME", "USER", Form::kSeveral, Recovery::kNever, kPartly, kAccountEach},
    {"REVOKE", "", Form::kSeveral, Recovery::kNever, kPartly, kAccountEach},
    {"CREATE", "FUNCTION", Form::kLoaded, Recovery::kNever, "what it loads does not show in the schema",
     "write `CREATE OR REPLACE FUNCTION`, which can be repeated"},
    {"TRUNCATE", "", Form::kAny, Recovery::kHarmless},
    {"ANALYZE", "", Form::kTable, Recovery::kHarmless},
    {"ANALYZE", "", Form::kAny, Recovery::kMoves},
    {"OPTIMIZE", "", Form::kAny, Recovery::kHarmless},
    {"CHECK", "", Form::kAny, Recovery::kHarmless},
    {"CHECKSUM", "", Form::kAny, Recovery::kHarmless},
    {"REPAIR", "", Form::kAny, Recovery::kHarmless},
    {"FLUSH", "", Form::kAny, Recovery::kHarmless},
    {"GRANT", "", Form::kAny, Recovery::kHarmless},
    {"ALTER", "USER", Form::kAny, Recovery::kHarmless},
    {"ALTER", "SEQUENCE", Form::kAny, Recovery::kHarmless},
    // --- atomic and visible
    {"CREATE", "TABLE", Form::kAny, Recovery::kVisible},
    {"CREATE", "INDEX", Form::kAny, Recovery::kVisible},
    {"CREATE", "VIEW", Form::kAny, Recovery::kVisible},
    {"CREATE", "SEQUENCE", Form::kAny, Recovery::kVisible},
    {"CREATE", "TRIGGER", Form::kAny, Recovery::kVisible},
    {"CREATE", "PROCEDURE", Form::kAny, Recovery::kVisible},
    {"CREATE", "FUNCTION", Form::kAny, Recovery::kVisible},
    {"CREATE", "EVENT", Form::kAny, Recovery::kVisible},
    {"CREATE", "DATABASE", Form::kAny, Recovery::kVisible},
    {"CREATE", "SCHEMA", Form::kAny, Recovery::kVisible},
    {"CREATE", "USER", Form::kAny, Recovery::kVisible},
    {"CREATE", "ROLE", Form::kAny, Recovery::kVisible},
    {"ALTER", "TABLE", Form::kAny, Recovery::kVisible},
    {"ALTER", "VIEW", Form::kAny, Recovery::kVisible},
    {"ALTER", "PROCEDURE", Form::kAny, Recovery::kVisible},
    {"ALTER", "FUNCTION", Form::kAny, Recovery::kVisible},
    {"ALTER", "EVENT", Form::kAny, Recovery::kVisible},
    {"ALTER", "DATABASE", Form::kAny, Recovery::kVisible},
    {"ALTER", "SCHEMA", Form::kAny, Recovery::kVisible},
    {"RENAME", "TABLE", Form::kAny, Recovery::kVisible},
    {"RENAME", "USER", Form::kAny, Recovery::kVisible},
    {"DROP", "TABLE", Form::kAny, Recovery::kVisible},
    {"DROP", "INDEX", Form::kAny, Recovery::kVisible},
    {"DROP", "VIEW", Form::kAny, Recovery::kVisible},
    {"DROP", "SEQUENCE", Form::kAny, Recovery::kVisible},
    {"DROP", "TRIGGER", Form::kAny, Recovery::kVisible},
    {"DROP", "PROCEDURE", Form::kAny, Recovery::kVisible},
    {"DROP", "FUNCTION", Form::kAny, Recovery::kVisible},
    {"DROP", "EVENT", Form::kAny, Recovery::kVisible},
    {"DROP", "DATABASE", Form::kAny, Recovery::kVisible},
    {"DROP", "SCHEMA", Form::kAny, Recovery::kVisible},
    {"DROP", "USER", Form::kAny, Recovery::kVisible},
    {"DROP", "ROLE", Form::kAny, Recovery::kVisible},
    {"REVOKE", "", Form::kAny, Recovery::kVisible},
    // --- cannot be resumed
    {"CALL", "", Form::kAny, Recovery::kNever, kCommits, kPlain},
    {"BEGIN", "", Form::kNotAtomic, Recovery::kNever, kCommits, kPlain},
    {"IF", "", Form::kAny, Recovery::kNever, kCommits, kPlain},
    {"CASE", "", Form::kAny, Recovery::kNever, kCommits, kPlain},
    {"LOOP", "", Form::kAny, Recovery::kNever, kCommits, kPlain},
    {"WHILE", "", Form::kAny, Recovery::kNever, kCommits, kPlain},
    {"REPEAT", "", Form::kAny, Recovery::kNever, kCommits, kPlain},
    {"FOR", "", Form::kAny, Recovery::kNever, kCommits, kPlain},
    {"PREPARE", "", Form::kAny, Recovery::kNever, kCommits, kPlain},
    {"EXECUTE", "", Form::kAny, Recovery::kNever, kCommits, kPlain},
    {"DEALLOCATE", "", Form::kAny, Recovery::kNever, kCommits, kPlain},
    // --- transaction control
    {"BEGIN", "", Form::kAny, Recovery::kBegin},
    {"START", "", Form::kTransaction, Recovery::kBegin},
    {"COMMIT", "", Form::kAny, Recovery::kCommit},
    {"ROLLBACK", "", Form::kAny, Recovery::kControl},
    {"SAVEPOINT", "", Form::kAny, Recovery::kControl},
    {"RELEASE", "", Form::kAny, Recovery::kControl},
    {"XA", "", Form::kAny, Recovery::kControl},
    {"LOCK", "", Form::kAny, Recovery::kControl},
    {"UNLOCK", "", Form::kAny, Recovery::kControl},
};

constexpr std::string_view kObjects[] = {"TABLE",   "TABLES",    "VIEW",     "INDEX", "KEY",      "SEQUENCE",
                                         "TRIGGER", "PROCEDURE", "FUNCTION", "EVENT", "DATABASE", "SCHEMA",
                                         "USER",    "ROLE",      "PACKAGE",  "SERVER"};
constexpr std::size_t kMostWords = 24;  // before the object: `CREATE OR REPLACE ALGORITHM = MERGE DEFINER = ...`

bool is_object(std::string_view word) {
  return std::find(std::begin(kObjects), std::end(kObjects), word) != std::end(kObjects);
}

// The tokens of a statement, in capitals where they are words.
class Words {
 public:
  explicit Words(std::string_view text) : text_(text), lexer_(text) {}
  bool advance() {
    token_ = lexer_.next();
    if (!token_ || token_->kind == Token::Kind::kOpen) return false;
    word_ = token_->kind == Token::Kind::kWord ? upper(token_->in(text_)) : std::string(token_->in(text_));
    return true;
  }
  [[nodiscard]] const std::string& word() const { return word_; }
  [[nodiscard]] Span place() const { return token_->place; }

 private:
  std::string_view text_;
  Lexer lexer_;
  std::optional<Token> token_;
  std::string word_;
};

void read_object(Words& words, Head& head) {
  for (std::size_t i = 0; i < kMostWords && words.advance(); ++i) {
    const std::string& word = words.word();
    if (word == "TEMPORARY") head.temporary = true;
    if (word == "REPLACE") head.replace = true;
    if (!is_object(word)) continue;
    head.object = word == "TABLES" ? "TABLE" : word == "KEY" ? "INDEX" : word;
    return;
  }
}

// The names that DROP names: `a.b, c` are two.
void read_names(Words& words, std::string_view text, Head& head) {
  Span name;
  const auto finish = [&] {
    if (!name.empty()) head.names.emplace_back(text.substr(name.begin, name.size()));
    name = {};
  };
  do {
    const std::string& word = words.word();
    if (word == "," || word == ";") {
      finish();
    } else if (word == "RESTRICT" || word == "CASCADE" || word == "ON" || word == "WAIT" || word == "NOWAIT") {
      break;
    } else {
      name = name.empty() ? words.place() : Span{name.begin, words.place().end};
    }
  } while (words.advance());
  finish();
}

void read_rest(Words& words, std::string_view text, Head& head) {
  if (!words.advance()) return;
  if (words.word() == "IF") {
    while (words.advance() && (words.word() == "NOT" || words.word() == "EXISTS")) head.conditional = true;
  }
  if (head.verb == "DROP") return read_names(words, text, head);
  const bool accounts = head.object == "USER" || head.object == "ROLE";
  std::string last = words.word();
  while (words.advance()) {
    if (accounts && words.word() == ",") head.several = true;
    if (words.word() == "SONAME") head.loaded = true;
    if (words.word() == "SELECT") head.select = true;
    if (words.word() == "TABLESPACE" && (last == "DISCARD" || last == "IMPORT")) head.tablespace = true;
    last = words.word();
  }
}

bool fits(const Kind& kind, const Head& head) {
  switch (kind.form) {
    case Form::kAny:
      return true;
    case Form::kTemporary:
      return head.temporary;
    case Form::kReplaceSelect:
      return head.replace && head.select;
    case Form::kSelect:
      return head.select;
    case Form::kReplace:
      return head.replace;
    case Form::kConditional:
      return head.conditional;
    case Form::kSeveral:
      return head.names.size() > 1 || head.several;
    case Form::kLoaded:
      return head.loaded;
    case Form::kTablespace:
      return head.tablespace;
    case Form::kTable:
      return head.object == "TABLE";
    case Form::kNotAtomic:
      return head.not_atomic;
    case Form::kTransaction:
      return head.object == "TRANSACTION";
  }
  return false;
}

}  // namespace

std::span<const Kind> kinds() { return kKinds; }

std::string verb_of(std::string_view statement) {
  Words words(statement);
  while (words.advance()) {
    if (words.word() != "(") return words.word();
  }
  return {};
}

bool always_moves(std::string_view verb) {
  const auto found =
      std::find_if(std::begin(kKinds), std::end(kKinds), [&](const Kind& kind) { return kind.verb == verb; });
  return found != std::end(kKinds) && found->recovery == Recovery::kMoves;
}

Head head_of(std::string_view statement) {
  Head head;
  Words words(statement);
  while (words.advance()) {
    if (words.word() == "(") continue;
    head.verb = words.word();
    break;
  }
  // `SET STATEMENT max_statement_time = 1 FOR SELECT ...` is what follows FOR.
  if (head.verb == "SET" && words.advance() && words.word() == "STATEMENT") {
    while (words.advance()) {
      if (words.word() == "FOR") return head_of(statement.substr(words.place().end));
    }
  }
  if (head.verb == "CREATE" || head.verb == "ALTER" || head.verb == "DROP" || head.verb == "RENAME") {
    read_object(words, head);
    if (!head.object.empty()) read_rest(words, statement, head);
  } else if (head.verb == "REVOKE") {
    bool from = false;
    while (words.advance()) {
      from = from || words.word() == "FROM";
      head.several = head.several || (from && words.word() == ",");
    }
  } else if (head.verb == "BEGIN") {
    head.not_atomic = words.advance() && words.word() == "NOT";
  } else if (head.verb == "ANALYZE" || head.verb == "START") {
    while (words.advance() && head.object.empty()) {
      if (words.word() == "TABLE" || words.word() == "TRANSACTION") head.object = words.word();
      if (words.word() == "SELECT" || words.word() == "UPDATE" || words.word() == "DELETE") break;
    }
  }
  return head;
}

const Kind* kind_of(const Head& head) {
  for (const Kind& kind : kKinds) {
    if (kind.verb != head.verb) continue;
    const bool object = kind.object.empty() || (kind.object == "*" ? !head.object.empty() : kind.object == head.object);
    if (object && fits(kind, head)) return &kind;
  }
  return nullptr;
}

}  // namespace aludel::mariadb
