// Cuts a text into statements as SQLite does: at each `;` after which sqlite3_complete() is content.
#pragma once

#include "dialect/statement.h"

namespace aludel::sqlite {

class Splitter final : public StatementReader {
 public:
  Splitter(const Source& source, Span body);
  [[nodiscard]] std::optional<Span> next() override;

 private:
  [[nodiscard]] bool skip_to_statement();
  [[nodiscard]] std::size_t skip_token(std::size_t at) const;
  [[nodiscard]] std::size_t find_semicolon(std::size_t at);
  [[noreturn]] void unterminated(Span opened, std::string_view what) const;

  Source source_;
  std::string_view text_;  // up to the end of the body
  std::size_t at_;
  std::size_t last_ = 0;  // the end of the last token that was seen
};

}  // namespace aludel::sqlite
