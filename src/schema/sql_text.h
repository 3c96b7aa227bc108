// A piece of SQL inside a schema (an expression, a type, a body): as it is written, and with what does not matter
// evened out. Two are equal if the second is.
#pragma once

#include <string>
#include <utility>

namespace aludel {

struct SqlText {
  std::string written;
  std::string normal;  // made by the dialect: comments, white space, case of keywords and quoting of names evened out

  SqlText() = default;
  SqlText(std::string as_written, std::string compared) : written(std::move(as_written)), normal(std::move(compared)) {}
  [[nodiscard]] bool empty() const { return written.empty(); }
  friend bool operator==(const SqlText& a, const SqlText& b) { return a.normal == b.normal; }
  friend auto operator<=>(const SqlText& a, const SqlText& b) { return a.normal <=> b.normal; }
};

}  // namespace aludel
