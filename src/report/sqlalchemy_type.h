// Types as SQLAlchemy has them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace aludel {

// The class whose SQL is exactly `sql` (in upper case) with that collation: `sa.String(30, collation="NOCASE")`.
[[nodiscard]] std::optional<std::string> sqlalchemy_type(std::string_view sql, std::string_view collation);

}  // namespace aludel
