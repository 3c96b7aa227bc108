#include "dialect/postgresql/phrase.h"

#include <algorithm>
#include <iterator>

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

// A doubled quote parts a text in two tokens that touch.
std::string Phrase::take_pieces() {
  const TokenKind kind = token_.kind;
  std::string pieces;
  std::size_t end = token_.span.begin;
  for (; token_.kind == kind && token_.span.begin == end; advance()) {
    pieces += text();
    end = token_.span.end;
  }
  return pieces;
}

std::string Phrase::take_name() {
  std::string name;
  while (token_.kind == TokenKind::kWord || token_.kind == TokenKind::kName) {
    name += take_pieces();
    if (token_.kind != TokenKind::kOther || text() != ".") break;
    name += '.';
    advance();
  }
  return name;
}

std::string Phrase::take_string() { return token_.kind == TokenKind::kString ? take_pieces() : std::string(); }

bool Phrase::take_options(std::string_view keyword) {
  if (token_.kind != TokenKind::kOpen) return false;
  bool found = false;
  for (; token_.kind != TokenKind::kClose && token_.kind != TokenKind::kEnd; advance()) found = found || is(keyword);
  advance();
  return found;
}

bool Phrase::take_literals() {
  constexpr std::string_view kOfNumbers = "0123456789.-,";
  constexpr std::string_view kWords[] = {"TRUE", "FALSE", "NULL", "MINVALUE", "MAXVALUE"};
  if (token_.kind != TokenKind::kOpen) return false;
  for (advance(); token_.kind != TokenKind::kClose; advance()) {
    const bool number = token_.kind == TokenKind::kOther && kOfNumbers.find(text().front()) != std::string_view::npos;
    const bool word =
        std::any_of(std::begin(kWords), std::end(kWords), [this](std::string_view one) { return is(one); });
    if (!number && !word && token_.kind != TokenKind::kString) return false;
  }
  advance();
  return true;
}

template <typename Take>
bool Phrase::skip_outside_to(Take take_it) {
  std::size_t depth = 0;
  for (; token_.kind != TokenKind::kEnd; advance()) {
    if (token_.kind == TokenKind::kOpen) ++depth;
    if (token_.kind == TokenKind::kClose && depth > 0) --depth;
    if (depth == 0 && take_it()) return true;
  }
  return false;
}

bool Phrase::skip_to(std::string_view keyword) {
  return skip_outside_to([&] { return take(keyword); });
}

bool Phrase::skip_to_sign(std::string_view sign) {
  return skip_outside_to([&] { return take_sign(sign); });
}

bool Phrase::skip_anywhere_to(std::string_view keyword) {
  for (; token_.kind != TokenKind::kEnd; advance()) {
    if (take(keyword)) return true;
  }
  return false;
}

bool Phrase::take_sign(std::string_view sign) {
  if (token_.kind != TokenKind::kOther || text() != sign) return false;
  advance();
  return true;
}

}  // namespace aludel::postgresql
