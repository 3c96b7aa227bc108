// Exclusion constraints, which are known by the server's statement, as SQLAlchemy's.
#include <algorithm>
#include <string_view>

#include "report/sqlalchemy_postgresql.h"

namespace aludel {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

// The first place of `what` that is outside of quotes and of parentheses that open at or behind `from`.
std::size_t find_outside(std::string_view sql, std::string_view what, std::size_t from) {
  char quote = 0;
  int depth = 0;
  for (std::size_t i = from; i < sql.size(); ++i) {
    const char c = sql[i];
    if (quote == 0 && depth == 0 && sql.substr(i).starts_with(what)) return i;
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '(') {
      ++depth;
    } else if (c == ')') {
      --depth;
    }
  }
  return kNone;
}

// Takes `(...)` from the front and gives what is in it.
std::string_view take_inside(std::string_view& sql) {
  const std::size_t end = find_outside(sql, ")", 1);
  const std::string_view inside = sql.substr(1, end - 1);
  sql.remove_prefix(end + 1);
  return inside;
}

// `literal_column` takes a colon for what it is.
std::string literal(std::string_view sql) { return PythonCall("sa.literal_column").add(python_literal(sql)).text(); }

bool take(std::string_view& sql, std::string_view word) {
  if (!sql.starts_with(word)) return false;
  sql.remove_prefix(word.size());
  return true;
}

}  // namespace

std::optional<PythonCall> exclusion_call(const Definition& exclusion) {
  constexpr std::string_view kExclude = " EXCLUDE USING ";
  constexpr std::string_view kWith = " WITH ";
  std::string_view rest = exclusion.sql.written;
  const std::size_t begin = find_outside(rest, kExclude, 0);
  if (begin == kNone) return std::nullopt;
  rest.remove_prefix(begin + kExclude.size());
  const std::size_t open = rest.find(" (");
  if (open == kNone) return std::nullopt;
  const std::string method(rest.substr(0, open));
  rest.remove_prefix(open + 1);
  PythonCall call("pg.ExcludeConstraint");
  for (std::string_view parts = take_inside(rest); !parts.empty();) {
    const std::size_t end = std::min(find_outside(parts, ", ", 0), parts.size());
    const std::string_view part = parts.substr(0, end);
    const std::size_t with = find_outside(part, kWith, 0);
    if (with == kNone) return std::nullopt;
    call.add("(" + literal(part.substr(0, with)) + ", " + python_literal(part.substr(with + kWith.size())) + ")");
    parts.remove_prefix(std::min(end + 2, parts.size()));
  }
  call.set("using", python_literal(method));
  const std::string& key = exclusion.name.key;  // it ends in the table's
  call.set("name", python_literal(model_name({"", key.substr(0, key.size() - exclusion.on.key.size())}).name));
  if (take(rest, " WHERE ")) call.set("where", literal(take_inside(rest)));
  if (take(rest, " DEFERRABLE")) call.set("deferrable", "True");
  if (take(rest, " INITIALLY DEFERRED")) call.set("initially", "\"DEFERRED\"");
  return rest.empty() ? std::optional(std::move(call)) : std::nullopt;
}

}  // namespace aludel
