// Types as SQLAlchemy has them.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace aludel {

// A type with a class of SQLAlchemy's.
struct TypeClass {
  std::string_view sql, python;
  int most_arguments = 0;
  bool is_text = false;  // takes a collation
};
// The class among `known` that is of the type `sql`, with its arguments, which `comma` parts there, and that collation.
[[nodiscard]] std::optional<std::string> class_among(std::span<const TypeClass> known, std::string_view sql,
                                                     std::string_view comma, std::string_view collation);

// The class whose SQL is exactly `sql` (in upper case) with that collation: `sa.String(30, collation="NOCASE")`.
[[nodiscard]] std::optional<std::string> sqlalchemy_type(std::string_view sql, std::string_view collation);

}  // namespace aludel
