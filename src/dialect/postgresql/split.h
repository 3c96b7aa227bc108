// Cuts a text into statements as psql does: at each `;` outside of parentheses and of `BEGIN ATOMIC ... END`.
#pragma once

#include "dialect/postgresql/scan.h"
#include "dialect/statement.h"

namespace aludel::postgresql {

class Splitter final : public StatementReader {
 public:
  Splitter(const Source& source, Span body) : scanner_(source, body) {}
  [[nodiscard]] std::optional<Span> next() override;

 private:
  [[nodiscard]] std::string_view text(Token token) const { return scanner_.source().slice(token.span); }
  [[noreturn]] void refuse_command(Token backslash) const;

  Scanner scanner_;
};

}  // namespace aludel::postgresql
