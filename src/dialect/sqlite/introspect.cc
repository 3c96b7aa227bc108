#include "dialect/sqlite/introspect.h"

namespace aludel::sqlite {

Identifier identifier(std::string_view text) {
  std::string key(text);
  for (char& c : key) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return {std::string(text), std::move(key)};
}

Schema introspect(Connection& /*connection*/, std::span<const std::string> /*without*/) { return {}; }

}  // namespace aludel::sqlite
