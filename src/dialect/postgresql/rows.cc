#include "dialect/postgresql/rows.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/core.h>

#include "dialect/postgresql/catalog.h"
#include "dialect/postgresql/names.h"
#include "dialect/postgresql/scan.h"

namespace aludel::postgresql {
namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

// A heap (2 is its pg_am) without a page.
constexpr std::string_view kWithoutRows = R"sql(
  SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'r' AND c.relam = 2 AND c.oid >= 16384 AND NOT c.relhassubclass AND pg_relation_size(c.oid) = 0)sql";

// The number in `character varying(20)`.
std::size_t length_of(std::string_view type) {
  const std::size_t open = type.find('(');
  std::size_t length = kNone;
  if (open != std::string_view::npos) std::from_chars(type.data() + open + 1, type.data() + type.size(), length);
  return length;
}

std::string last_digits(std::int64_t n, std::size_t length) {
  const std::string digits = fmt::format("{}", n);
  return digits.size() <= length ? digits : digits.substr(digits.size() - length);
}

std::vector<std::string> texts(std::string_view type, std::int64_t n) {
  const std::size_t length = type == "character" ? 1 : length_of(type);
  std::vector<std::string> all = {fmt::format("text {}", n), fmt::format("it's \"{}\"; -- %_", n),
                                  fmt::format("\xC3\xA4\xE2\x82\xAC{}", n), ""};
  std::erase_if(all, [&](const std::string& text) { return text.size() > length; });
  if (all.size() < 2) all.insert(all.begin(), last_digits(n, length));
  for (std::string& text : all) text = quoted_text(text);
  return all;
}

struct Family {
  std::string_view type;  // what format_type begins with
  std::vector<std::string> (*make)(std::int64_t n);
};
using List = std::vector<std::string>;

const std::array kFamilies = {
    Family{"smallint",
           [](std::int64_t n) {
             return List{fmt::format("{}", n % 32'000), fmt::format("{}", -(n % 32'000)), "0"};
           }},
    Family{"integer",
           [](std::int64_t n) {
             return List{fmt::format("{}", n), fmt::format("{}", -n), "0"};
           }},
    Family{"bigint",
           [](std::int64_t n) {
             return List{fmt::format("{}", n), fmt::format("{}", n * 100'003), "0"};
           }},
    Family{"numeric",
           [](std::int64_t n) {
             return List{fmt::format("{}", n), "0", fmt::format("{}", n % 10), fmt::format("0.{}", n % 10)};
           }},
    Family{"double precision",
           [](std::int64_t n) {
             return List{fmt::format("{}.5", n), fmt::format("-{}.25", n), "0"};
           }},
    Family{"real",
           [](std::int64_t n) {
             return List{fmt::format("{}.5", n), "0"};
           }},
    Family{"money", [](std::int64_t n) { return List{fmt::format("{}", n)}; }},
    Family{"boolean",
           [](std::int64_t n) {
             return n % 2 == 0 ? List{"true", "false"} : List{"false", "true"};
           }},
    Family{"date", [](std::int64_t n) { return List{fmt::format("date '2000-01-01' + {}", n)}; }},
    Family{"timestamp",
           [](std::int64_t n) { return List{fmt::format("timestamp '2000-01-01 10:11:12' + interval '{} min'", n)}; }},
    Family{"time", [](std::int64_t n) { return List{fmt::format("time '00:00:01' + interval '{} s'", n % 86'000)}; }},
    Family{"interval", [](std::int64_t n) { return List{fmt::format("interval '{} min'", n)}; }},
    Family{"uuid", [](std::int64_t n) { return List{fmt::format("'00000000-0000-4000-8000-{:012x}'", n)}; }},
    Family{"jsonb",
           [](std::int64_t n) {
             return List{fmt::format(R"('{{"n": {}}}')", n), fmt::format("'[{}]'", n)};
           }},
    Family{"json",
           [](std::int64_t n) {
             return List{fmt::format(R"('{{"n": {}}}')", n), fmt::format("'[{}]'", n)};
           }},
    Family{"bytea",
           [](std::int64_t n) {
             return List{fmt::format("'\\x00ff{:012x}'::bytea", n), "''::bytea"};
           }},
    Family{"inet", [](std::int64_t n) { return List{fmt::format("inet '10.0.0.0' + {}", n)}; }},
    Family{"cidr", [](std::int64_t n) { return List{fmt::format("'10.{}.{}.0/24'", n / 250 % 250, n % 250)}; }},
    Family{"macaddr",
           [](std::int64_t n) { return List{fmt::format("'08:00:2b:01:{:02x}:{:02x}'", n / 250 % 250, n % 250)}; }},
    Family{"point", [](std::int64_t n) { return List{fmt::format("'({},{})'", n, n)}; }},
    Family{"bit varying", [](std::int64_t) { return List{"'1'"}; }},
    Family{"xml", [](std::int64_t n) { return List{fmt::format("'<n>{}</n>'", n)}; }},
    Family{"tsvector", [](std::int64_t n) { return List{fmt::format("'n{}'", n)}; }},
};

bool is_text(std::string_view type) {
  return type == "text" || type == "name" || type.starts_with("character") || type.ends_with("citext");
}

bool is_known(std::string_view type) {
  return is_text(type) || std::any_of(kFamilies.begin(), kFamilies.end(),
                                      [&](const Family& family) { return type.starts_with(family.type); });
}

}  // namespace

std::vector<std::string> samples(const Column& column, const SampleWish& wish) {
  std::string_view type = column.type.written;
  // What has to be right in two types is a small whole number: it converts into any and back.
  // Two types of a user's are one that gets another name.
  const bool changes = wish.also != nullptr && wish.also->type != column.type;
  if (changes && (is_known(type) || is_known(wish.also->type.written))) {
    const std::string number = fmt::format("{}", wish.row % 30'000);
    const std::string_view other = wish.also->type.written;
    if (is_text(type) && is_text(other)) {
      if (length_of(other) < length_of(type)) type = other;
    } else {
      return {is_text(type) ? quoted_text(number) : number};
    }
  }
  if (type.ends_with("[]")) return {"'{}'"};
  if (is_text(type)) {
    std::vector<std::string> all = texts(type, wish.row);
    for (const std::size_t length : wish.lengths) {
      if (length <= length_of(type)) all.push_back(quoted_text(std::string(length, 'x')));
    }
    return all;
  }
  for (const Family& family : kFamilies) {
    if (type.starts_with(family.type)) return family.make(wish.row);
  }
  // Of a user's type nothing is known but its name. If it is an enum this is one of its values; else the row fails.
  return {fmt::format("(SELECT v[1 + {} % array_length(v, 1)] FROM (SELECT enum_range(NULL::{}) AS v) AS e)", wish.row,
                      type)};
}

std::vector<std::string> literals(std::string_view sql) {
  std::vector<std::string> found;
  Scanner scanner(Source{"", sql}, {0, sql.size()});
  for (Token token = scanner.next(); token.kind != TokenKind::kEnd; token = scanner.next()) {
    const std::string_view text = sql.substr(token.span.begin, token.span.size());
    const bool number = token.kind == TokenKind::kOther && text.front() >= '0' && text.front() <= '9';
    if (token.kind == TokenKind::kString || number) found.emplace_back(text);
  }
  return found;
}

// Values of two types are compared as texts; a number is written without the zeros at its end, and a day's midnight as
// the day.
std::set<Identifier> tables_without_rows(Connection& connection) {
  std::set<Identifier> tables;
  Catalog catalog(connection);
  catalog.query(kWithoutRows, [&](Row row) { tables.insert(qualified_name(text(row, 0), text(row, 1))); });
  return tables;
}

std::string literal_of(std::string_view expression, CellTypes types) {
  if (types == CellTypes::kCount) return fmt::format("pg_catalog.quote_nullable(({})::text)", expression);
  return fmt::format(
      "CASE WHEN ({0})::text ~ '^-?[0-9]+[.][0-9]*$' THEN rtrim(rtrim(({0})::text, '0'), '.') "
      "WHEN ({0})::text ~ '^[0-9]+-[0-9][0-9]-[0-9][0-9] 00:00:00([+-][0-9:]+)?$' THEN split_part(({0})::text, ' ', 1) "
      "ELSE ({0})::text END",
      expression);
}

}  // namespace aludel::postgresql
