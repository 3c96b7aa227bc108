// SQL as PostgreSQL's scanner takes it apart, as far as it matters for where a statement ends and what it begins with
// (docs/decisions/0010-a-scanner-of-our-own.md). With standard_conforming_strings, which is on since 9.1.
#pragma once

#include <cstdint>

#include "core/source.h"

namespace aludel::postgresql {

enum class TokenKind : std::uint8_t {
  kEnd,
  kWord,    // a keyword or a name without quotes
  kName,    // "a name"
  kString,  // 'text', E'text', $tag$text$tag$
  kOpen,
  kClose,
  kSemicolon,
  kBackslash,  // no token of SQL: a command of psql
  kOther,      // a number, a parameter, one character of an operator
};

struct Token {
  TokenKind kind = TokenKind::kEnd;
  Span span;
};

class Scanner {
 public:
  Scanner(const Source& source, Span body);
  // The next token, past spaces and comments. Throws kUnterminated.
  [[nodiscard]] Token next();
  [[nodiscard]] const Source& source() const { return source_; }
  [[nodiscard]] std::size_t end() const { return text_.size(); }
  // Throws kUnterminated: `what` was opened there.
  [[noreturn]] void unterminated(Span opened, std::string_view what) const;

 private:
  void skip_spaces();
  void skip_block_comment();
  [[nodiscard]] std::size_t after_quoted(std::size_t open, bool backslashes) const;
  [[nodiscard]] std::size_t after_escaped(std::size_t open) const;
  [[nodiscard]] std::size_t continued_string(std::size_t at) const;
  [[nodiscard]] Token word();
  [[nodiscard]] Token dollar();

  Source source_;
  std::string_view text_;  // up to the end of the body
  std::size_t at_;
};

// Whether `text` is this keyword, which is given in capitals.
[[nodiscard]] bool is_word(std::string_view text, std::string_view keyword);

}  // namespace aludel::postgresql
