#include "dialect/mariadb/body.h"

#include <algorithm>

namespace aludel::mariadb {
namespace {

template <std::size_t N>
bool is_one_of(std::string_view word, const std::string_view (&words)[N]) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

constexpr std::string_view kRoutines[] = {"PROCEDURE", "FUNCTION", "TRIGGER", "EVENT"};
// What else can be created or altered: then there is no body.
constexpr std::string_view kOthers[] = {"TABLE", "VIEW",     "INDEX",  "DATABASE", "SCHEMA",     "USER",   "ROLE",
                                        "KEY",   "SEQUENCE", "SERVER", "LOGFILE",  "TABLESPACE", "PACKAGE"};
// They open a compound statement where one can begin.
constexpr std::string_view kOpeners[] = {"BEGIN", "IF", "CASE", "LOOP", "WHILE", "REPEAT", "FOR"};
constexpr std::string_view kClosed[] = {"IF", "CASE", "LOOP", "WHILE", "REPEAT", "FOR"};  // may follow END
// A body that begins with one of these is one statement.
constexpr std::string_view kSimple[] = {"SET",      "INSERT", "UPDATE",  "DELETE", "SELECT",  "RETURN",
                                        "CALL",     "DO",     "REPLACE", "SIGNAL", "WITH",    "VALUES",
                                        "TRUNCATE", "ALTER",  "CREATE",  "DROP",   "EXECUTE", "SONAME"};
// A statement of a compound one begins after these.
constexpr std::string_view kBeforeStatement[] = {";", "BEGIN", "THEN", "ELSE", "DO", "LOOP", "REPEAT", ":", "ATOMIC"};

}  // namespace

bool Body::may_begin_with(std::string_view word) {
  if (same_word(word, "CREATE") || same_word(word, "ALTER")) return true;
  return std::any_of(std::begin(kOpeners), std::end(kOpeners),
                     [&](std::string_view opener) { return same_word(word, opener); });
}

bool Body::at_statement() const { return is_one_of(last_, kBeforeStatement); }

void Body::take(const Token& token, std::string_view text) {
  const std::string word = token.kind == Token::Kind::kWord || token.kind == Token::Kind::kSign
                               ? upper(token.in(text))
                               : std::string(token.kind == Token::Kind::kName ? "`" : "'");
  switch (stage_) {
    case Stage::kVerb:
      if (word == "CREATE" || word == "ALTER") {
        stage_ = Stage::kObject;
      } else {
        begin_body(word);
      }
      break;
    case Stage::kObject:
      if (is_one_of(word, kRoutines)) {
        object_ = word;
        stage_ = word == "PROCEDURE" || word == "FUNCTION" ? Stage::kParameters : Stage::kHeader;
      } else if (is_one_of(word, kOthers)) {
        stage_ = Stage::kSimple;
      }
      break;
    case Stage::kParameters:
      if (word == "(") ++parentheses_;
      if (word == ")" && --parentheses_ == 0) stage_ = Stage::kHeader;
      break;
    case Stage::kHeader:
      read_header(word);
      break;
    case Stage::kSimple:
      break;
    case Stage::kCompound:
      count(word);
      break;
  }
  last_ = word;
}

// Between the parameters and the body: RETURNS, characteristics, FOR EACH ROW, an event's schedule.
void Body::read_header(const std::string& word) {
  if (word == "(") ++parentheses_;
  if (word == ")" && parentheses_ > 0) --parentheses_;
  if (parentheses_ > 0 || last_ == "." || last_ == "CHARACTER" || last_ == "RETURNS") return;
  if (object_ == "TRIGGER") {
    if (word == "ROW") object_ = "ROW";
  } else if (object_ == "EVENT") {
    if (word == "DO") object_ = "DO";
  } else {
    begin_body(word);
  }
}

void Body::begin_body(const std::string& word) {
  if (is_one_of(word, kSimple)) stage_ = Stage::kSimple;
  // `IF NOT EXISTS` of CREATE stands before the parameters; BEGIN alone begins a transaction.
  if (!is_one_of(word, kOpeners)) return;
  stage_ = Stage::kCompound;
  open_.push_back(Open::kBlock);
}

void Body::count(const std::string& word) {
  if (object_.empty() && open_.size() == 1 && last_ == "BEGIN" && word != "NOT") {  // BEGIN WORK: a transaction's
    stage_ = Stage::kSimple;
    return;
  }
  const bool after_end = closed_;
  closed_ = false;
  if (after_end && is_one_of(word, kClosed)) return;
  if (word == "END") {
    if (!open_.empty()) open_.pop_back();
    closed_ = true;
  } else if (!open_.empty() && open_.back() == Open::kCase) {
    if (word == "CASE") open_.push_back(Open::kCase);
  } else if (word == "CASE") {
    open_.push_back(at_statement() ? Open::kBlock : Open::kCase);
  } else if (word == "BEGIN" ? last_ != "." : at_statement() && is_one_of(word, kOpeners)) {
    open_.push_back(Open::kBlock);
  }
}

bool Body::ends_at_semicolon() {
  // `BEGIN;` is a transaction's.
  const bool transaction = stage_ == Stage::kCompound && object_.empty() && last_ == "BEGIN" && open_.size() == 1;
  last_ = ";";
  closed_ = false;
  return stage_ != Stage::kCompound || open_.empty() || transaction;
}

}  // namespace aludel::mariadb
