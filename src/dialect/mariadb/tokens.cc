#include "dialect/mariadb/tokens.h"

#include <algorithm>

namespace aludel::mariadb {
namespace {

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
char at_or_end(std::string_view text, std::size_t at) { return at < text.size() ? text[at] : '\0'; }

// After `/*!`, `/*M!` and the version that may follow: what stands there is SQL.
std::size_t executable_begin(std::string_view text, std::size_t at) {
  at += text[at + 2] == '!' ? 3 : 4;
  while (is_digit(at_or_end(text, at))) ++at;
  return at;
}

// Those of MariaDB and MySQL alike (https://mariadb.com/kb/en/reserved-words/) that DDL is full of, sorted.
constexpr std::string_view kReserved[] = {
    "ADD",       "ALTER",    "AND",     "AS",      "BIGINT",     "BY",      "CASCADE",    "CHANGE",   "CHAR",
    "CHARACTER", "CHECK",    "COLLATE", "COLUMN",  "CONSTRAINT", "CREATE",  "DECIMAL",    "DEFAULT",  "DELETE",
    "DOUBLE",    "DROP",     "EXISTS",  "FLOAT",   "FOREIGN",    "FROM",    "FULLTEXT",   "IF",       "IN",
    "INDEX",     "INT",      "INTEGER", "INTO",    "IS",         "KEY",     "LIKE",       "LONGTEXT", "NOT",
    "NULL",      "NUMERIC",  "ON",      "OR",      "ORDER",      "PRIMARY", "REFERENCES", "RESTRICT", "SELECT",
    "SET",       "SMALLINT", "TABLE",   "TINYINT", "TO",         "TRIGGER", "UNIQUE",     "UNSIGNED", "UPDATE",
    "USING",     "VALUES",   "VARCHAR", "WHERE",   "WITH"};
static_assert(std::is_sorted(std::begin(kReserved), std::end(kReserved)));

}  // namespace

bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' || c == '$' ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool is_executable_comment(std::string_view text, std::size_t at) {
  return text.substr(at).starts_with("/*!") || text.substr(at).starts_with("/*M!");
}

// https://mariadb.com/kb/en/comment-syntax/: after `--` a blank or the end of the line must follow.
bool comment_begins(std::string_view text, std::size_t at) {
  const char c = text[at];
  if (c == '#') return true;
  if (c == '-') {
    const char third = at_or_end(text, at + 2);
    return at_or_end(text, at + 1) == '-' && (at + 2 >= text.size() || is_blank(third) || third < ' ');
  }
  return c == '/' && at_or_end(text, at + 1) == '*' && !is_executable_comment(text, at);
}

std::size_t skip_comment(std::string_view text, std::size_t at) {
  if (text[at] == '/') {
    const std::size_t close = text.find("*/", at + 2);
    return close == std::string_view::npos ? close : close + 2;
  }
  const std::size_t newline = text.find('\n', at);
  return newline == std::string_view::npos ? text.size() : newline + 1;
}

std::size_t skip_quoted(std::string_view text, std::size_t at) {
  const char quote = text[at];
  if (quote == '`') {
    const std::size_t close = text.find(quote, at + 1);
    return close == std::string_view::npos ? close : close + 1;  // a doubled quote begins the next piece
  }
  for (++at; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == quote) {
      return at + 1;
    }
  }
  return std::string_view::npos;
}

// Stands at a token then, or at the end; gives a token only for a comment that is not closed.
std::optional<Token> Lexer::skip_blanks() {
  while (at_ < text_.size()) {
    if (is_blank(text_[at_])) {
      ++at_;
    } else if (comment_begins(text_, at_)) {
      const std::size_t end = skip_comment(text_, at_);
      if (end == std::string_view::npos) return Token{Token::Kind::kOpen, {at_, text_.size()}};
      at_ = end;
    } else if (is_executable_comment(text_, at_)) {
      ++comments_;
      at_ = executable_begin(text_, at_);
    } else if (comments_ > 0 && text_.substr(at_).starts_with("*/")) {
      --comments_;
      at_ += 2;
    } else {
      break;
    }
  }
  if (at_ >= text_.size() && comments_ > 0) {
    comments_ = 0;
    return Token{Token::Kind::kOpen, {text_.size(), text_.size()}};
  }
  return std::nullopt;
}

std::optional<Token> Lexer::next() {
  if (std::optional<Token> open = skip_blanks()) {
    at_ = text_.size();
    return open;
  }
  if (at_ >= text_.size()) return std::nullopt;
  const std::size_t begin = at_;
  const char c = text_[begin];
  Token token{Token::Kind::kSign, {begin, begin + 1}, comments_ > 0};
  if (c == '\'' || c == '"' || c == '`') {
    token.kind = c == '`' ? Token::Kind::kName : Token::Kind::kString;
    do {
      token.place.end = skip_quoted(text_, token.place.end - 1);
      if (token.place.end == std::string_view::npos) {
        at_ = text_.size();
        return Token{Token::Kind::kOpen, {begin, text_.size()}};
      }
    } while (at_or_end(text_, token.place.end) == c && ++token.place.end > 0);
  } else if (is_word(c)) {
    token.kind = Token::Kind::kWord;
    while (is_word(at_or_end(text_, token.place.end))) ++token.place.end;
  }
  at_ = token.place.end;
  return token;
}

std::string name_of(const Token& token, std::string_view text) {
  const std::string_view written = token.in(text);
  if (token.kind != Token::Kind::kName && token.kind != Token::Kind::kString) return std::string(written);
  const char quote = written.front();
  std::string name;
  for (std::size_t i = 1; i + 1 < written.size(); ++i) {
    const bool escape = written[i] == quote || (written[i] == '\\' && quote != '`');
    if (escape && i + 2 < written.size()) ++i;
    name += written[i];
  }
  return name;
}

std::set<std::string> names_in(std::string_view text) {
  std::set<std::string> names;
  Lexer lexer(text);
  while (const std::optional<Token> token = lexer.next()) {
    if (token->kind != Token::Kind::kSign && token->kind != Token::Kind::kOpen)
      names.insert(lower(name_of(*token, text)));
  }
  return names;
}

std::string upper(std::string_view word) {
  std::string result(word);
  for (char& c : result) c = upper(c);
  return result;
}

std::string lower(std::string_view word) {
  std::string result(word);
  for (char& c : result) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return result;
}

bool same_word(std::string_view text, std::string_view upper_word) {
  return text.size() == upper_word.size() &&
         std::equal(text.begin(), text.end(), upper_word.begin(), [](char a, char b) { return upper(a) == b; });
}

bool is_reserved(std::string_view word) {
  constexpr std::size_t kLongest = 10;
  return word.size() <= kLongest && std::binary_search(std::begin(kReserved), std::end(kReserved), upper(word));
}

bool mentions(std::string_view text, std::string_view word) {
  return std::search(text.begin(), text.end(), word.begin(), word.end(),
                     [](char a, char b) { return upper(a) == upper(b); }) != text.end();
}

}  // namespace aludel::mariadb
