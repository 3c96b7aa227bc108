#include "dialect/postgresql/split.h"

#include <algorithm>
#include <utility>

#include "core/error.h"

namespace aludel::postgresql {
namespace {

// Follows one statement: how deep in parentheses it is, and how deep in the body of a routine in standard SQL.
class Nesting {
 public:
  void open(Token token) {
    if (parentheses_++ == 0) opened_ = token.span;
  }
  void close() {
    if (parentheses_ > 0) --parentheses_;
  }
  // CASE also ends with END, which matters inside of a body only.
  void word(Token token, std::string_view text) {
    const bool follows_begin = std::exchange(begin_, false);
    if (parentheses_ > 0) return;
    if (body_ == 0) {
      if (follows_begin && is_word(text, "ATOMIC")) {
        body_ = 1;
        opened_ = begin_at_;
      } else if (is_word(text, "BEGIN")) {
        begin_ = true;
        begin_at_ = token.span;
      }
    } else if (is_word(text, "CASE") || is_word(text, "BEGIN")) {
      ++body_;
    } else if (is_word(text, "END")) {
      --body_;
    }
  }
  [[nodiscard]] bool inside() const { return parentheses_ > 0 || body_ > 0; }
  [[nodiscard]] Span opened() const { return opened_; }
  [[nodiscard]] std::string_view what() const { return body_ > 0 ? "the body of a routine" : "a parenthesis"; }

 private:
  std::size_t parentheses_ = 0, body_ = 0;
  bool begin_ = false;  // the last word
  Span begin_at_, opened_;
};

}  // namespace

void Splitter::refuse_command(Token backslash) const {
  const std::string_view rest = scanner_.source().text.substr(backslash.span.begin, 24);
  const std::size_t end = std::min(rest.find_first_of(" \t\r\n;", 1), rest.size());
  throw error(Code::kForbiddenStatement, "`{}` is a command of psql, which the server does not know",
              rest.substr(0, end))
      .at(scanner_.source().locate({backslash.span.begin, backslash.span.begin + end}, "not SQL"))
      .help("write SQL instead: `\\set` becomes the value itself, `\\i` the text of the other file, `\\copy` INSERTs");
}

std::optional<Span> Splitter::next() {
  Token token = scanner_.next();
  while (token.kind == TokenKind::kSemicolon) token = scanner_.next();
  if (token.kind == TokenKind::kEnd) return std::nullopt;
  Span statement = token.span;
  Nesting nesting;
  for (; token.kind != TokenKind::kEnd; token = scanner_.next()) {
    statement.end = token.span.end;
    if (token.kind == TokenKind::kWord) {
      nesting.word(token, text(token));
    } else if (token.kind == TokenKind::kOpen) {
      nesting.open(token);
    } else if (token.kind == TokenKind::kClose) {
      nesting.close();
    } else if (token.kind == TokenKind::kBackslash) {
      refuse_command(token);
    } else if (token.kind == TokenKind::kSemicolon && !nesting.inside()) {
      return statement;
    }
  }
  if (nesting.inside()) scanner_.unterminated(nesting.opened(), nesting.what());
  return statement;
}

}  // namespace aludel::postgresql
