#include "dialect/postgresql/rows.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/core.h>

#include "dialect/postgresql/catalog.h"
#include "dialect/postgresql/ddl/context.h"
#include "dialect/postgresql/domains.h"
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

using List = std::vector<std::string>;

struct Family {
  std::string_view type;  // what format_type begins with
  List (*make)(std::int64_t n);
};

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
    Family{"jsonpath", [](std::int64_t n) { return List{fmt::format("'$.n{}'", n)}; }},
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
    Family{"lseg", [](std::int64_t n) { return List{fmt::format("'[(0,0),({},1)]'", n)}; }},
    Family{"box", [](std::int64_t n) { return List{fmt::format("'({},1),(0,0)'", n)}; }},
    Family{"path", [](std::int64_t n) { return List{fmt::format("'[(0,0),({},1)]'", n)}; }},
    Family{"polygon", [](std::int64_t n) { return List{fmt::format("'((0,0),({},1),(1,0))'", n)}; }},
    Family{"circle", [](std::int64_t n) { return List{fmt::format("'<(0,0),{}>'", n)}; }},
    Family{"line", [](std::int64_t n) { return List{fmt::format("'{{1,2,{}}}'", n)}; }},
    Family{"bit varying", [](std::int64_t) { return List{"'1'"}; }},
    Family{"tsquery", [](std::int64_t n) { return List{fmt::format("'n{}'", n)}; }},
    Family{"oid", [](std::int64_t n) { return List{fmt::format("{}", n)}; }},
    Family{"pg_lsn", [](std::int64_t n) { return List{fmt::format("'0/{:X}'", n)}; }},
    Family{"xml", [](std::int64_t n) { return List{fmt::format("'<n>{}</n>'", n)}; }},
    Family{"tsvector", [](std::int64_t n) { return List{fmt::format("'n{}'", n)}; }},
};

bool is_text(std::string_view type) {
  return type == "text" || type == "name" || type.starts_with("character") || type.ends_with("citext");
}

// `date` is the beginning of `daterange`, too.
const Family* family_of(std::string_view type) {
  const auto found = std::find_if(kFamilies.begin(), kFamilies.end(), [&](const Family& family) {
    return type.starts_with(family.type) && !type.ends_with("range");
  });
  return found == kFamilies.end() ? nullptr : &*found;
}
bool is_known(std::string_view type) { return is_text(type) || family_of(type) != nullptr; }

constexpr std::string_view kList = "[]";
bool is_list(std::string_view type) { return type.ends_with(kList); }
std::string_view part_of_list(std::string_view type) { return type.substr(0, type.size() - kList.size()); }

// The server's own range types. https://www.postgresql.org/docs/current/rangetypes.html
struct Range {
  std::string_view name, multirange, part;
};
constexpr std::array kRanges = {
    Range{"int4range", "int4multirange", "integer"},
    Range{"int8range", "int8multirange", "bigint"},
    Range{"numrange", "nummultirange", "numeric"},
    Range{"tsrange", "tsmultirange", "timestamp without time zone"},
    Range{"tstzrange", "tstzmultirange", "timestamp with time zone"},
    Range{"daterange", "datemultirange", "date"},
};

// Of a part of a type, which becomes a part of another type; empty: it stays.
List values_of(std::string_view type, std::string_view later, const SampleWish& wish) {
  Column now, then;
  now.type = {std::string(type), std::string(type)};
  then.type = {std::string(later), std::string(later)};
  return samples(now, {wish.row, later.empty() ? nullptr : &then, wish.lengths, wish.schema, wish.later, wish.renames});
}
List values_of(std::string_view type, const SampleWish& wish) { return values_of(type, {}, wish); }

// The last one is empty.
List lists(std::string_view type, std::string_view later, const SampleWish& wish) {
  List all;
  for (const std::string& value : values_of(part_of_list(type), later.empty() ? later : part_of_list(later), wish))
    all.push_back(fmt::format("ARRAY[({})]::{}", value, type));
  all.emplace_back("'{}'");
  return all;
}

List ranges(std::string_view name, std::string_view part, const SampleWish& wish) {
  SampleWish next = wish;
  ++next.row;
  const List from = values_of(part, wish);
  const List to = values_of(part, next);
  if (from.empty() || to.empty()) return {};
  return {fmt::format("{0}(({1})::{3}, ({2})::{3})", name, from.front(), to.front(), part)};
}

// One of the values that stay.
List values_of_enum(const Definition& own, const SampleWish& wish) {
  List labels = enum_labels(own.sql.written);
  const Definition* later = wish.later == nullptr ? nullptr : wish.later->find_definition(own.kind, own.name);
  const List after = later == nullptr ? labels : enum_labels(later->sql.written);
  const auto goes = [&](const std::string& label) {
    const auto is_it = [&](const Rename& one) {
      return one.kind == own.kind && one.table == own.name && one.from.text == unquoted_text(label);
    };
    const bool renamed = wish.renames != nullptr && std::any_of(wish.renames->begin(), wish.renames->end(), is_it);
    return !renamed && std::find(after.begin(), after.end(), label) == after.end();
  };
  if (!std::all_of(labels.begin(), labels.end(), goes)) std::erase_if(labels, goes);
  if (labels.empty()) return {};
  return {fmt::format("{}::{}", labels[static_cast<std::size_t>(wish.row) % labels.size()], spelled_name(own))};
}

// What a type is made of, and what that becomes.
struct Parts {
  std::vector<std::string> now, later;
  [[nodiscard]] List values(std::size_t place, const SampleWish& wish) const {
    return values_of(now[place], later[place] == now[place] ? std::string_view() : later[place], wish);
  }
};

List composites(const std::string& name, const Parts& parts, const SampleWish& wish) {
  List all;
  for (const std::size_t choice : {0U, 1U}) {
    std::string fields;
    for (std::size_t place = 0; place < parts.now.size(); ++place) {
      const List values = parts.values(place, wish);
      fields += (fields.empty() ? "" : ", ") + (values.empty() ? "NULL" : values[choice % values.size()]);
    }
    all.push_back(fmt::format("ROW({})::{}", fields, name));
  }
  return all;
}

// What the CHECKs of a domain name they probably accept.
void add_literals_of(const Definition& domain, const Schema& schema, List& out) {
  for (const std::string& check : checks_of(domain, schema)) {
    for (std::string& literal : literals(check)) out.push_back(std::move(literal));
  }
}

List samples_of_type(const Definition& own, const SampleWish& wish) {
  const std::string name = spelled_name(own);
  if (own.kind == "enum") return values_of_enum(own, wish);
  const Definition* later = wish.later == nullptr ? nullptr : wish.later->find_definition(own.kind, own.name);
  Parts parts{types_in(own), {}};
  parts.later = later == nullptr ? parts.now : types_in(*later);
  if (parts.later.size() != parts.now.size()) return {};  // nobody knows what can be both
  if (own.kind == "composite type") return composites(name, parts, wish);
  if (own.kind == "range type") return parts.later == parts.now ? ranges(name, parts.now.front(), wish) : List();
  List all = parts.values(0, wish);
  if (parts.later == parts.now) add_literals_of(own, *wish.schema, all);
  return all;
}

bool is_day_or_time(std::string_view type) { return type == "date" || type.starts_with("timestamp"); }
bool is_json(std::string_view type) { return type == "json" || type == "jsonb"; }
bool is_number(std::string_view type) {
  constexpr std::string_view kNumbers[] = {"smallint",         "integer", "bigint", "numeric",
                                           "double precision", "real",    "money"};
  return std::any_of(std::begin(kNumbers), std::end(kNumbers),
                     [&](std::string_view number) { return type.starts_with(number); });
}
bool is_long_text(std::string_view type) { return is_text(type) && length_of(type) == kNone && type != "character"; }

// What is right in two types. Of those that have little in common it is a small whole number, which converts into most
// and back.
List samples_of_both(std::string_view type, std::string_view other, const SampleWish& wish) {
  const std::string number = fmt::format("{}", wish.row % 30'000);
  if (is_text(type) && is_text(other)) {
    const std::string_view shorter = length_of(other) < length_of(type) ? other : type;
    return values_of(shorter, wish);
  }
  if (is_list(type) && is_list(other)) return lists(type, other, wish);
  if (is_list(type) || is_list(other)) return {"'{}'"};
  if (is_day_or_time(type) && is_day_or_time(other)) return values_of("date", wish);
  if (is_json(type) && is_json(other)) return values_of(type, wish);
  if (is_long_text(other) && !is_number(type)) return values_of(type, wish);
  if (is_long_text(type) && !is_number(other)) {
    List all = values_of(other, wish);
    for (std::string& value : all) value = fmt::format("(({})::{})::text", value, other);
    return all;
  }
  return {is_text(type) ? quoted_text(number) : number};
}

List samples_of_text(std::string_view type, const SampleWish& wish) {
  List all = texts(type, wish.row);
  for (const std::size_t length : wish.lengths) {
    if (length <= length_of(type)) all.push_back(quoted_text(std::string(length, 'x')));
  }
  return all;
}

// Of `'-5'::integer`, as the server writes a number.
std::string_view type_behind(std::string_view sql, const Token& literal) {
  const std::string_view rest = sql.substr(literal.span.end);
  return rest.starts_with("::") ? rest.substr(2) : std::string_view();
}

}  // namespace

std::vector<std::string> samples(const Column& column, const SampleWish& wish) {
  const std::string_view type = column.type.written;
  // Two types of a user's are one that gets another name.
  const bool changes = wish.also != nullptr && wish.also->type != column.type;
  if (changes && (is_known(type) || is_known(wish.also->type.written)))
    return samples_of_both(type, wish.also->type.written,
                           {wish.row, nullptr, wish.lengths, wish.schema, wish.later, wish.renames});
  if (is_list(type)) return lists(type, {}, wish);
  if (is_text(type)) return samples_of_text(type, wish);
  if (const Family* family = family_of(type)) return family->make(wish.row);
  for (const Range& range : kRanges) {
    if (type == range.name) return ranges(type, range.part, wish);
    if (type != range.multirange) continue;
    List all = ranges(range.name, range.part, wish);
    for (std::string& value : all) value = fmt::format("{}({})", type, value);
    return all;
  }
  const Definition* own = wish.schema == nullptr ? nullptr : type_called(type, *wish.schema);
  return own == nullptr ? List() : samples_of_type(*own, wish);
}

std::vector<std::string> literals(std::string_view sql) {
  std::vector<std::string> found;
  Scanner scanner(Source{"", sql}, {0, sql.size()});
  for (Token token = scanner.next(); token.kind != TokenKind::kEnd; token = scanner.next()) {
    const std::string_view text = sql.substr(token.span.begin, token.span.size());
    const bool number = token.kind == TokenKind::kOther && text.front() >= '0' && text.front() <= '9';
    if (token.kind == TokenKind::kString && is_number(type_behind(sql, token))) {
      found.push_back(unquoted_text(text));
    } else if (token.kind == TokenKind::kString || number) {
      found.emplace_back(text);
    }
  }
  return found;
}

// Any of them may lie where others may not: the engine decides.
std::vector<std::string> values_near(std::string_view literal, const Column& column, std::int64_t row) {
  constexpr std::int64_t kFar = 97;
  const std::string_view type = column.type.written;
  const std::string value = fmt::format("({})::{}", literal, type);
  if (is_list(type) || type == "money") return {};
  const std::int64_t step = row % kFar + 1;
  const auto both = [&](const std::string& distance) {
    return List{value + " + " + distance, value + " - " + distance, value + " + 2 * " + distance};
  };
  if (is_text(type)) return {fmt::format("{} || '{}'", value, step)};
  if (type == "uuid") return {fmt::format("overlay({}::text placing '{:012x}' from 25)::uuid", value, row)};
  if (type.starts_with("timestamp")) return both(fmt::format("interval '{} min'", step));
  if (type == "date" || type.ends_with("int") || type == "integer") return both(fmt::format("{}", step));
  return is_number(type) ? both(fmt::format("{}.{:02}", step / 10, step % 10)) : List();
}

std::string typed_value(const std::string& value, const Column& column, const Schema& schema) {
  return fmt::format("({})::{}", value, below_domains(column.type.written, schema));
}

std::set<Identifier> tables_without_rows(Connection& connection) {
  std::set<Identifier> tables;
  Catalog catalog(connection);
  catalog.query(kWithoutRows, [&](Row row) { tables.insert(qualified_name(text(row, 0), text(row, 1))); });
  return tables;
}

bool same_type(std::string_view type, const Schema& from, const Schema& to) {
  if (type.find('.') == std::string_view::npos) return true;  // the server's own
  const std::string_view one = is_list(type) ? part_of_list(type) : type;
  const Definition* before = type_called(one, from);
  const Definition* after = type_called(one, to);
  if (before == nullptr || after == nullptr) return before == after;
  if (before->kind != after->kind) return false;
  if (before->kind == "enum") return true;
  const std::vector<std::string> types = types_in(*before);
  return types == types_in(*after) &&
         std::all_of(types.begin(), types.end(), [&](const std::string& part) { return same_type(part, from, to); });
}

// Values of two types are compared as texts: a number without the zeros at its end, a day's midnight as the day, what
// is true as 1. So it is with the fields of a type that has some, between quotes where one of the two needs them.
std::string literal_of(std::string_view expression, CellTypes types) {
  const std::string text = fmt::format("({})::text", expression);
  if (types == CellTypes::kCount) return fmt::format("pg_catalog.quote_nullable({})", text);
  std::string plain = fmt::format(R"(translate({}, E'"\\', ''))", text);
  constexpr std::pair<std::string_view, std::string_view> kNothing[] = {
      {" 00:00:00([+-][0-9:]+)?", ""},
      {"([.][0-9]*?)0+(?![0-9])", R"(\\1)"},
      {"([0-9])[.](?![0-9])", R"(\\1)"},
  };
  for (const auto& [pattern, kept] : kNothing)
    plain = fmt::format("regexp_replace({}, '{}', E'{}', 'g')", plain, pattern, kept);
  return fmt::format("CASE {0} WHEN 'true' THEN '1' WHEN 'false' THEN '0' ELSE {1} END", text, plain);
}

}  // namespace aludel::postgresql
