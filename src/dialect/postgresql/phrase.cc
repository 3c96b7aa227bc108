#include "dialect/postgresql/phrase.h"

namespace aludel::postgresql {

Phrase::Phrase(std::string_view statement) : scanner_({"", statement}, {0, statement.size()}) { advance(); }

bool Phrase::take(std::string_view keyword) {
  if (!is(keyword)) return false;
  advance();
  return true;
}

bool Phrase::take_if_exists() {
  if (!take("IF")) return false;
  take("NOT");
  return take("EXISTS");
}

std::string Phrase::take_name() {
  std::string name;
  while (token_.kind == TokenKind::kWord || token_.kind == TokenKind::kName) {
    name += text();
    advance();
    if (token_.kind != TokenKind::kOther || text() != ".") break;
    name += '.';
    advance();
  }
  return name;
}

std::string Phrase::take_string() {
  if (token_.kind != TokenKind::kString) return {};
  std::string string(text());
  advance();
  return string;
}

bool Phrase::take_options(std::string_view keyword) {
  if (token_.kind != TokenKind::kOpen) return false;
  bool found = false;
  for (; token_.kind != TokenKind::kClose && token_.kind != TokenKind::kEnd; advance()) found = found || is(keyword);
  advance();
  return found;
}

bool Phrase::skip_to(std::string_view keyword) {
  std::size_t depth = 0;
  for (; token_.kind != TokenKind::kEnd; advance()) {
    if (token_.kind == TokenKind::kOpen) ++depth;
    if (token_.kind == TokenKind::kClose && depth > 0) --depth;
    if (depth == 0 && take(keyword)) return true;
  }
  return false;
}

}  // namespace aludel::postgresql
