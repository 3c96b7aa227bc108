// Tokens of MariaDB's SQL, as far as they are needed to cut a text into statements, to tell a statement's kind, and to
// find the names that occur in it. Comments and blanks are skipped; what stands in an executable comment (`/*! ... */`)
// counts as SQL. A backslash escapes in strings: a session of ours never has NO_BACKSLASH_ESCAPES.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "core/source.h"

namespace aludel::mariadb {

struct Token {
  enum class Kind : std::uint8_t {
    kWord,    // a keyword or a name: letters, digits, `_`, `$`, bytes above 127
    kName,    // in backticks
    kString,  // in single or double quotes; by sql_mode the latter may be a name
    kSign,    // one character; a number is made of a word and signs
    kOpen,    // a string, a name or a comment that is not closed
  };
  Kind kind = Kind::kSign;
  Span place;
  bool executable = false;  // inside an executable comment

  [[nodiscard]] std::string_view in(std::string_view text) const { return text.substr(place.begin, place.size()); }
};

class Lexer {
 public:
  // From `at` on; `text` must outlive it.
  explicit Lexer(std::string_view text, std::size_t at = 0) : text_(text), at_(at) {}
  [[nodiscard]] std::optional<Token> next();
  [[nodiscard]] std::size_t at() const { return at_; }

 private:
  [[nodiscard]] std::optional<Token> skip_blanks();

  std::string_view text_;
  std::size_t at_;
  std::size_t comments_ = 0;  // executable ones that are open
};

[[nodiscard]] bool is_blank(char c);
[[nodiscard]] bool is_word(char c);
// Whether a comment that is no SQL begins at `at`; then the offset after it, or npos if it is not closed.
[[nodiscard]] bool comment_begins(std::string_view text, std::size_t at);
[[nodiscard]] std::size_t skip_comment(std::string_view text, std::size_t at);
// The offset after the string or name that begins at `at`, or npos if it is not closed.
[[nodiscard]] std::size_t skip_quoted(std::string_view text, std::size_t at);
[[nodiscard]] bool is_executable_comment(std::string_view text, std::size_t at);

// The name that a word, a name in backticks or a string stands for.
[[nodiscard]] std::string name_of(const Token& token, std::string_view text);
// Every word, name and string in it, in lower case: a superset of the names of the objects that it touches.
[[nodiscard]] std::set<std::string> names_in(std::string_view text);
[[nodiscard]] std::string upper(std::string_view word);
[[nodiscard]] std::string lower(std::string_view word);
// Whether an unquoted word, in any case, cannot be a name but behind a `.`: one of the usual reserved words.
[[nodiscard]] bool is_reserved(std::string_view word);
// Whether `text` has `word`, in any case, anywhere.
[[nodiscard]] bool mentions(std::string_view text, std::string_view word);
[[nodiscard]] bool same_word(std::string_view text, std::string_view upper_word);

}  // namespace aludel::mariadb
