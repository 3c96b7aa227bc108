// The one type of a name in a schema: as it is written, and as the engine compares it. Quoting happens in the dialects.
#pragma once

#include <compare>
#include <string>
#include <utility>

namespace aludel {

struct Identifier {
  std::string text;  // as stored, without quotes
  std::string key;   // what the engine compares: on SQLite ASCII letters in lower case

  Identifier() = default;
  Identifier(std::string written, std::string compared) : text(std::move(written)), key(std::move(compared)) {}
  [[nodiscard]] bool empty() const { return text.empty(); }
  friend bool operator==(const Identifier& a, const Identifier& b) { return a.key == b.key; }
  friend std::strong_ordering operator<=>(const Identifier& a, const Identifier& b) { return a.key <=> b.key; }
};

}  // namespace aludel
