// The first words of one statement, read one after the other.
#pragma once

#include <string>
#include <string_view>

#include "dialect/postgresql/scan.h"

namespace aludel::postgresql {

class Phrase {
 public:
  // A statement as the splitter cut it.
  explicit Phrase(std::string_view statement);

  // Steps over this keyword, given in capitals, if it comes next.
  bool take(std::string_view keyword);
  // The same for `IF EXISTS` or `IF NOT EXISTS`.
  bool take_if_exists();
  // A name with or without a schema, as it was written; empty if something else comes next.
  [[nodiscard]] std::string take_name();
  // A string as it was written; empty if something else comes next.
  [[nodiscard]] std::string take_string();
  // Steps over `( ... )` if it comes next. Whether this keyword was in it.
  bool take_options(std::string_view keyword);
  // Steps over `( ... )` if it comes next and holds literals only: strings, numbers, the words for others.
  bool take_literals();
  // Steps to the next place of this keyword outside of parentheses and over it; false: there is none.
  bool skip_to(std::string_view keyword);
  // The same, inside of parentheses too.
  bool skip_anywhere_to(std::string_view keyword);
  // Steps over the next place of this character outside of parentheses; false: there is none.
  bool skip_to_sign(std::string_view sign);
  // Whether this character comes next; steps over it.
  bool take_sign(std::string_view sign);
  [[nodiscard]] bool at_end() const { return token_.kind == TokenKind::kEnd || token_.kind == TokenKind::kSemicolon; }

 private:
  [[nodiscard]] std::string_view text() const { return scanner_.source().slice(token_.span); }
  [[nodiscard]] bool is(std::string_view keyword) const {
    return token_.kind == TokenKind::kWord && is_word(text(), keyword);
  }
  [[nodiscard]] std::string take_pieces();
  template <typename Take>
  bool skip_outside_to(Take take_it);
  void advance() { token_ = scanner_.next(); }

  Scanner scanner_;
  Token token_;
};

}  // namespace aludel::postgresql
