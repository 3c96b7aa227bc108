#include "dialect/sqlite/ddl/conversion.h"

#include <fmt/core.h>

namespace aludel::sqlite {
namespace {

// A value is the same one if it can be taken back: '12' and 12 are, '012' and 12 are not, nor '12' and 12.0.
constexpr std::string_view kToText = "typeof({0}) = 'real' AND CAST(CAST({0} AS TEXT) AS REAL) <> {0}";
constexpr std::string_view kToInteger =
    "(typeof({0}) = 'text' AND CAST(CAST({0} AS INTEGER) AS TEXT) <> {0} COLLATE BINARY) OR "
    "(typeof({0}) = 'real' AND CAST({0} AS INTEGER) <> {0})";
constexpr std::string_view kToReal =
    "(typeof({0}) = 'text' AND CAST(CAST({0} AS REAL) AS TEXT) <> {0} COLLATE BINARY) OR "
    "(typeof({0}) = 'integer' AND CAST(CAST({0} AS REAL) AS INTEGER) <> {0})";
// The second comparison holds for text that looks like a number, since it gives both sides numeric affinity.
constexpr std::string_view kToNumeric =
    "typeof({0}) = 'text' AND CAST({0} AS NUMERIC) = {0} AND CAST(CAST({0} AS NUMERIC) AS TEXT) <> {0} COLLATE BINARY";

std::string cast(const std::string& column, std::string_view type) {
  return fmt::format("CAST({} AS {})", column, type);
}

}  // namespace

Conversion convert(const std::string& column, Affinity to, bool permitted) {
  const auto refused = [&](std::string_view condition) {
    return permitted ? std::string() : fmt::format(fmt::runtime(condition), column);
  };
  switch (to) {
    case Affinity::kText:
      return {"numbers become text", column, refused(kToText)};
    case Affinity::kInteger:
      if (permitted) return {"text becomes the whole number that it begins with, or 0", cast(column, "INTEGER"), ""};
      return {"text that is a whole number becomes one", column, refused(kToInteger)};
    case Affinity::kReal:
      if (permitted) return {"text becomes the number that it begins with, or 0", cast(column, "REAL"), ""};
      return {"text that is a number becomes one", column, refused(kToReal)};
    case Affinity::kNumeric:
      // A CAST would make 2026 of the text '2026-11-22'.
      return {"text that is a number becomes one, other text stays", column, refused(kToNumeric)};
    case Affinity::kNone:
      break;
  }
  return {"values stay as they are", column, ""};
}

}  // namespace aludel::sqlite
