// Cuts text into statements as MariaDB's own client does, at `;` or at what a DELIMITER line names; without such a line
// also where a routine's body holds `;` (body.h).
#pragma once

#include "dialect/mariadb/tokens.h"
#include "dialect/statement.h"

namespace aludel::mariadb {

class Splitter final : public StatementReader {
 public:
  Splitter(const Source& source, Span body);
  // A statement ends before a delimiter of the file's own, which the server does not know.
  [[nodiscard]] std::optional<Span> next() override;

 private:
  [[nodiscard]] bool skip_to_statement();
  [[nodiscard]] bool take_delimiter_line();
  [[nodiscard]] Span with_body(std::size_t begin);
  [[nodiscard]] Span delimited(std::size_t begin);
  [[nodiscard]] std::size_t skip_executable(std::size_t at) const;
  [[noreturn]] void unterminated(Span opened, std::string_view what) const;

  Source source_;
  std::string_view text_;  // up to the end of the body
  std::size_t at_;
  std::string delimiter_ = ";";
};

}  // namespace aludel::mariadb
