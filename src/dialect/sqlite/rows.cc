#include "dialect/sqlite/rows.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>

#include <fmt/core.h>

#include "core/number.h"
#include "dialect/sqlite/read_table.h"
#include "dialect/sqlite/tokens.h"

namespace aludel::sqlite {
namespace {

constexpr std::string_view kCounters = R"sql(
  SELECT m.name, s.seq FROM sqlite_schema AS m LEFT JOIN sqlite_sequence AS s ON s.name = m.name WHERE m.type = 'table')sql";

// What is put into a column by its declared type: its affinity (https://sqlite.org/datatype3.html, 3.1), and within it
// what applications read a type's name as.
enum class Family : std::uint8_t { kBoolean, kInteger, kReal, kDecimal, kDate, kTime, kDateTime, kJson, kText, kBlob };

std::string upper(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return result;
}

Family family_of(std::string_view declared) {
  const std::string type = upper(declared);
  const auto has = [&](std::string_view word) { return type.find(word) != std::string::npos; };
  if (has("INT")) return Family::kInteger;
  if (has("JSON")) return Family::kJson;
  if (has("CHAR") || has("CLOB") || has("TEXT")) return Family::kText;
  if (type.empty() || has("BLOB")) return Family::kBlob;
  if (has("REAL") || has("FLOA") || has("DOUB")) return Family::kReal;
  if (has("BOOL")) return Family::kBoolean;
  if (has("DATETIME") || has("TIMESTAMP")) return Family::kDateTime;
  if (has("DATE")) return Family::kDate;
  if (has("TIME")) return Family::kTime;
  return Family::kDecimal;
}

// What has to be right in two types is a whole number: it converts into any and back, but for text that becomes REAL.
Family shared_family(Family a, Family b) {
  if (a == b) return a;
  const auto [low, high] = std::minmax(a, b);
  return low == Family::kReal && high == Family::kText ? Family::kReal : Family::kInteger;
}

// The length of VARCHAR(20). SQLite does not hold values to it, but a CHECK may.
std::size_t length_of(std::string_view declared) {
  const std::size_t open = declared.find('(');
  if (open == std::string_view::npos) return std::string_view::npos;
  const long length = std::strtol(std::string(declared.substr(open + 1)).c_str(), nullptr, 10);
  return length > 0 ? static_cast<std::size_t>(length) : std::string_view::npos;
}

std::string text_literal(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) quoted.append(c == '\'' ? 2 : 1, c);
  return quoted += '\'';
}

// The last digits, after zeros.
std::string filled_up(const std::string& digits, std::size_t length) {
  return std::string(length - std::min(length, digits.size()), '0') +
         digits.substr(digits.size() - std::min(length, digits.size()));
}

std::vector<std::string> texts(std::string_view declared, std::int64_t n) {
  const std::size_t length = length_of(declared);
  std::string lengthy;
  while (lengthy.size() < 3000) lengthy += fmt::format("{} is a long text; ", n);
  std::vector<std::string> all = {fmt::format("text {}", n), fmt::format("it's \"{}\"; -- %_", n),
                                  fmt::format("\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80{}", n), "", std::move(lengthy)};
  std::erase_if(all, [&](const std::string& text) { return text.size() > length; });
  if (all.size() < 2) all.insert(all.begin(), filled_up(fmt::format("{}", n), std::min<std::size_t>(length, 12)));
  for (std::string& text : all) text = text_literal(text);
  return all;
}

std::vector<std::string> of_family(Family family, std::string_view declared, std::int64_t n) {
  const std::int64_t day = n % 28 + 1;
  switch (family) {
    case Family::kBoolean:
      return {n % 2 == 0 ? "1" : "0", n % 2 == 0 ? "0" : "1"};
    case Family::kInteger:
      return {fmt::format("{}", n), fmt::format("{}", -n), fmt::format("{}", n * 100'003), "0"};
    case Family::kReal:
      return {fmt::format("{}.5", n), fmt::format("-{}.25", n), fmt::format("{}.125e6", n), "0.0"};
    case Family::kDecimal:
      return {fmt::format("{}", n), fmt::format("{}.25", n), fmt::format("-{}.5", n), "0"};
    case Family::kDate:
      return {fmt::format("'{}-03-{:02}'", 1900 + n % 200, day), fmt::format("'2024-02-{:02}'", day)};
    case Family::kTime:
      return {fmt::format("'{:02}:{:02}:{:02}'", n / 3600 % 24, n / 60 % 60, n % 60), "'00:00:00'"};
    case Family::kDateTime:
      return {fmt::format("'{}-03-{:02} {:02}:{:02}:09'", 1900 + n / 1440 % 200, day, n / 60 % 24, n % 60),
              fmt::format("'2024-02-{:02} 23:59:59.{:06}'", day, n % 1'000'000)};
    case Family::kJson:
      return {fmt::format(R"('{{"n": {}}}')", n), fmt::format("'[{}, null, \"x\"]'", n)};
    case Family::kText:
      return texts(declared, n);
    case Family::kBlob: {
      std::vector<std::string> all = {fmt::format("x'00FF{:012X}'", n), "x''"};
      if (declared.empty()) all.insert(all.end(), {fmt::format("'text {}'", n), fmt::format("{}.5", n)});
      return all;
    }
  }
  return {};
}

bool is_literal(std::string_view token) {
  return token.front() == '\'' || std::isdigit(static_cast<unsigned char>(token.front())) != 0;
}

bool has_column(const Table& table, std::string_view name) {
  return std::any_of(table.columns.begin(), table.columns.end(),
                     [&](const Column& column) { return column.name.key == name; });
}

// A number is the same in any type; a text that is one counts as one.
constexpr std::string_view kOfAnyType = R"sql((SELECT CASE
  WHEN typeof(v) = 'blob' OR v IS NULL THEN quote(v)
  WHEN typeof(v) = 'text' AND (v NOT GLOB '*[0-9]*' OR v GLOB '*[^-+0-9.eE]*') THEN quote(v)
  WHEN CAST(v AS NUMERIC) = CAST(v AS INTEGER) THEN CAST(CAST(v AS INTEGER) AS TEXT)
  ELSE CAST(CAST(v AS REAL) AS TEXT) END FROM (SELECT {} AS v)))sql";

}  // namespace

std::vector<std::string> samples(const Column& column, const SampleWish& wish) {
  std::string_view type = column.type.written;
  Family family = family_of(type);
  if (wish.also != nullptr) {
    family = shared_family(family, family_of(wish.also->type.written));
    if (length_of(wish.also->type.written) < length_of(type)) type = wish.also->type.written;
  }
  std::vector<std::string> all = of_family(family, type, wish.row);
  for (const std::size_t length : wish.lengths) {
    if (family == Family::kText) all.push_back(text_literal(filled_up(fmt::format("{}", wish.row), length)));
    if (family == Family::kBlob) all.push_back("x'" + filled_up(fmt::format("{:X}", wish.row), length * 2) + "'");
  }
  return all;
}

std::vector<std::string> literals(std::string_view sql) {
  std::vector<std::string> found;
  bool negative = false;
  for (Span at = next_token(sql, 0); !at.empty(); at = next_token(sql, at.end)) {
    const std::string_view token = sql.substr(at.begin, at.size());
    if (is_literal(token)) found.push_back((negative ? "-" : "") + std::string(token));
    negative = token == "-";
  }
  return found;
}

std::string row_number(const Table& table) {
  if (table.options.contains("without rowid") || rowid_column(table) != nullptr) return {};
  for (const char* name : {"rowid", "_rowid_", "oid"}) {
    if (!has_column(table, name)) return name;
  }
  return {};
}

std::string literal_of(std::string_view expression, CellTypes types) {
  return types == CellTypes::kCount ? fmt::format("quote({})", expression)
                                    : fmt::format(fmt::runtime(kOfAnyType), expression);
}

Counters counters(Connection& connection) {
  Counters result;
  if (!connection.has_table("sqlite_sequence")) return result;
  connection.query(kCounters, [&](Row row) {
    Counter& counter = result[std::string(row[0].value_or(""))];
    if (row[1]) counter.last = number_of(*row[1]);
  });
  return result;
}

}  // namespace aludel::sqlite
