// How values of one type become values of another.
#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/core.h>

#include "dialect/postgresql/ddl/context.h"
#include "dialect/postgresql/names.h"

namespace aludel::postgresql {
namespace {

// A conversion that would change a value stops the migration, with nothing changed.
constexpr std::string_view kGuard = R"sql(DO $aludel$ BEGIN
  IF EXISTS (SELECT FROM {table} WHERE ({back})::text IS DISTINCT FROM {column}::text) THEN
    RAISE EXCEPTION USING MESSAGE = {message};
  END IF;
EXCEPTION WHEN data_exception THEN
  RAISE EXCEPTION USING MESSAGE = {message}, DETAIL = SQLERRM;
END $aludel$)sql";

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

// Whether a type is called so, whatever its precision: `time(3) without time zone` is a `time`, a `timestamp` is none.
bool is_called(std::string_view type, std::string_view name) {
  return type.starts_with(name) && (type.size() == name.size() || type[name.size()] == ' ' || type[name.size()] == '(');
}

Group group_of(std::string_view type) {
  if (type.ends_with("[]")) type.remove_suffix(2);
  const auto* const found =
      std::find_if(kMembers.begin(), kMembers.end(), [&](const Member& one) { return is_called(type, one.type); });
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
  const auto is_it = [&](const Pair& pair) { return is_called(from, pair.from) && is_called(to, pair.to); };
  if (!is_list(from) && !is_list(to) && std::any_of(std::begin(kPairs), std::end(kPairs), is_it)) return true;
  const std::string name = fmt::format("cast ({} AS {})", from, to);
  return schema.find_definition("cast", {name, name}) != nullptr;
}

// Every value of the first is one of the second, and comes back the same.
bool is_wider(const std::string& from, const std::string& to) {
  constexpr std::string_view kIntegers[] = {"smallint", "integer", "bigint", "numeric"};
  const auto rank = [&](const std::string& type) {
    return std::find(std::begin(kIntegers), std::end(kIntegers), type) - std::begin(kIntegers);
  };
  if (rank(from) < 4 && rank(to) < 4) return rank(from) <= rank(to);
  const auto is_varying = [](const std::string& type) { return type.starts_with("character varying"); };
  return to == "text" && (is_varying(from) || from == "text");
}

// The value as one of the other type: by the server's cast where there is one, else by its text.
std::string cast_sql(const std::string& value, const std::string& from, const std::string& to, const Context& context) {
  const Group before = group_of(from);
  const Group after = group_of(to);
  const bool alike = before != Group::kNone && before == after && is_list(from) == is_list(to);
  const bool text = (before == Group::kText && !is_list(from)) || (after == Group::kText && !is_list(to));
  if (from == to || alike || text || is_cast(from, to, context.from)) return value + "::" + to;
  return value + "::text::" + to;
}

// The old type of a column if it is made anew; it has stepped aside by then.
const Definition* rebuilt_type(const TableWork& work, const Column& column) {
  const auto found = std::find_if(work.altered.begin(), work.altered.end(),
                                  [&](const TableWork::Altered& altered) { return altered.from == &column; });
  return found == work.altered.end() ? nullptr : found->rebuilt;
}

}  // namespace

std::string converted_value(const std::string& table, const TableWork& work, const Column& from, const Column& to,
                            Context& context) {
  std::string column = column_sql(to.name);
  const Definition* rebuilt = rebuilt_type(work, from);
  const bool same_name = from.type == to.type;
  if (same_name && rebuilt == nullptr) return column;
  const std::string& type = to.type.written;
  std::string old_type = from.type.written;
  if (rebuilt != nullptr) old_type = name_aside(*rebuilt) + (is_list(old_type) ? "[]" : "");
  const std::string* conversion = context.conversion(*work.to, to);
  std::string there = cast_sql(column, old_type, type, context);
  const bool same_labels = same_name && rebuilt->kind == "enum";
  if (conversion == nullptr && !same_labels && !is_wider(old_type, type) && !context.may_lose(*work.to, to)) {
    const std::string place = work.to->name.text + '.' + to.name.text;
    const std::string message = fmt::format("a value of {} would not be the same as {}", place, type);
    const std::string back = cast_sql('(' + there + ')', type, old_type, context);
    context.add(fmt::format(fmt::runtime(kGuard), fmt::arg("table", table), fmt::arg("column", column),
                            fmt::arg("back", back), fmt::arg("message", quoted_text(message))),
                fmt::format("stops where a value of `{}` would change", place));
  }
  return conversion != nullptr && !conversion->empty() ? *conversion : there;
}

}  // namespace aludel::postgresql
