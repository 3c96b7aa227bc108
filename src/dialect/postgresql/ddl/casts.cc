// How values of one type become values of another.
#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/core.h>

#include "dialect/postgresql/ddl/context.h"

namespace aludel::postgresql {
namespace {

// Types of one group have casts to each other (https://www.postgresql.org/docs/current/catalog-pg-cast.html), as
// format_type begins to write them.
enum class Group : std::uint8_t { kNone, kNumber, kText, kTime, kNetwork, kJson, kBits };
struct Member {
  std::string_view type;
  Group group;
};
constexpr std::array kMembers = {
    Member{"smallint", Group::kNumber}, Member{"integer", Group::kNumber}, Member{"bigint", Group::kNumber},
    Member{"numeric", Group::kNumber},  Member{"real", Group::kNumber},    Member{"double precision", Group::kNumber},
    Member{"text", Group::kText},       Member{"character", Group::kText}, Member{"name", Group::kText},
    Member{"timestamp", Group::kTime},  Member{"inet", Group::kNetwork},   Member{"cidr", Group::kNetwork},
    Member{"jsonb", Group::kJson},      Member{"json", Group::kJson},      Member{"bit", Group::kBits},
};

Group group_of(std::string_view type) {
  if (type.ends_with("[]")) type.remove_suffix(2);
  const auto* const found =
      std::find_if(kMembers.begin(), kMembers.end(), [&](const Member& one) { return type.starts_with(one.type); });
  return found == kMembers.end() ? Group::kNone : found->group;
}

bool is_list(std::string_view type) { return type.ends_with("[]"); }

// Somebody made a cast of their own, or the server has one.
bool is_cast(const std::string& from, const std::string& to, const Schema& schema) {
  struct Pair {
    std::string_view from, to;
  };
  constexpr Pair kPairs[] = {{"boolean", "integer"}, {"integer", "boolean"}, {"date", "timestamp"},
                             {"timestamp", "date"},  {"timestamp", "time"},  {"time", "interval"},
                             {"interval", "time"},   {"time", "time"},       {"interval", "interval"},
                             {"integer", "money"},   {"bigint", "money"},    {"numeric", "money"},
                             {"money", "numeric"},   {"integer", "bit"},     {"bit", "integer"},
                             {"bigint", "bit"},      {"bit", "bigint"}};
  const auto is_it = [&](const Pair& pair) { return from.starts_with(pair.from) && to.starts_with(pair.to); };
  if (!is_list(from) && !is_list(to) && std::any_of(std::begin(kPairs), std::end(kPairs), is_it)) return true;
  const std::string name = fmt::format("cast ({} AS {})", from, to);
  return schema.find_definition("cast", {name, name}) != nullptr;
}

}  // namespace

std::string cast_sql(const std::string& value, const std::string& from, const std::string& to, const Context& context) {
  const Group before = group_of(from);
  const Group after = group_of(to);
  const bool alike = before != Group::kNone && before == after && is_list(from) == is_list(to);
  const bool text = (before == Group::kText && !is_list(from)) || (after == Group::kText && !is_list(to));
  if (from == to || alike || text || is_cast(from, to, context.from)) return value + "::" + to;
  return value + "::text::" + to;
}

}  // namespace aludel::postgresql
