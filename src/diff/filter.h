// Which objects of a schema are looked at: globs on the names of tables, and of what belongs to none.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/schema.h"

namespace aludel {

// `*` is any text, `?` any character, `[a-z]` and `[!a-z]` one of them. A definition counts as its table does; one
// without a table (a view) by its own name. Names compare without regard to the case of ASCII letters.
struct Filter {
  std::vector<std::string> include;  // empty: all
  std::vector<std::string> exclude;  // wins
  [[nodiscard]] bool empty() const { return include.empty() && exclude.empty(); }
  [[nodiscard]] bool shows(std::string_view name) const;
};

struct Hidden {
  std::string kind;  // "table", "view" ...
  std::string name;
  bool differs = false;  // between the two schemas
  bool operator==(const Hidden&) const = default;
};

// What `filter` hides of two schemas, by name.
[[nodiscard]] std::vector<Hidden> hidden_by(const Filter& filter, const Schema& from, const Schema& to);
// `to`, but with what `filter` hides as it is in `from`: nothing of it is then a difference.
[[nodiscard]] Schema with_hidden_of(const Schema& from, Schema to, const Filter& filter);

}  // namespace aludel
