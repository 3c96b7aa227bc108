// Where the body of a routine ends: inside it a `;` ends no statement of the file. It is found by counting what opens
// and what `END` closes; a body that cannot be followed so is told as not closed, and DELIMITER lines mend that.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dialect/mariadb/tokens.h"

namespace aludel::mariadb {

class Body {
 public:
  // Whether a statement that begins with this word may hold a body.
  [[nodiscard]] static bool may_begin_with(std::string_view word);

  // Takes the next token, which is no `;` ...
  void take(const Token& token, std::string_view text);
  // ... and this one if it is. Whether it ends the statement.
  [[nodiscard]] bool ends_at_semicolon();

 private:
  enum class Stage : std::uint8_t { kVerb, kObject, kParameters, kHeader, kSimple, kCompound };
  enum class Open : std::uint8_t { kBlock, kCase };  // kCase: of an expression, in which only CASE and END count

  void read_header(const std::string& word);
  void begin_body(const std::string& word);
  void count(const std::string& word);
  [[nodiscard]] bool at_statement() const;

  Stage stage_ = Stage::kVerb;
  std::string object_;  // PROCEDURE, TRIGGER ...
  std::string last_;    // the word or sign before, in capitals; a string is `'`
  std::size_t parentheses_ = 0;
  std::vector<Open> open_;
  bool closed_ = false;  // the last token was END of something
};

}  // namespace aludel::mariadb
