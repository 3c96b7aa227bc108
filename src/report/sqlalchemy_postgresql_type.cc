#include "report/sqlalchemy_postgresql_type.h"

#include <vector>

#include <fmt/core.h>

#include "report/sqlalchemy_type.h"

namespace aludel {
namespace {

// https://www.postgresql.org/docs/current/datatype.html
constexpr TypeClass kTypes[] = {
    {"bigint", "sa.BigInteger"},
    {"bit", "pg.BIT", 1},
    {"boolean", "sa.Boolean"},
    {"bytea", "sa.LargeBinary"},
    {"character", "sa.CHAR", 1, true},
    {"character varying", "sa.String", 1, true},
    {"cidr", "pg.CIDR"},
    {"date", "sa.Date"},
    {"daterange", "pg.DATERANGE"},
    {"double precision", "pg.DOUBLE_PRECISION"},
    {"inet", "pg.INET"},
    {"int4range", "pg.INT4RANGE"},
    {"int8range", "pg.INT8RANGE"},
    {"integer", "sa.Integer"},
    {"interval", "pg.INTERVAL"},
    {"json", "sa.JSON"},
    {"jsonb", "pg.JSONB"},
    {"macaddr", "pg.MACADDR"},
    {"money", "pg.MONEY"},
    {"numeric", "sa.Numeric", 2},
    {"numrange", "pg.NUMRANGE"},
    {"oid", "pg.OID"},
    {"real", "sa.REAL"},
    {"regclass", "pg.REGCLASS"},
    {"smallint", "sa.SmallInteger"},
    {"text", "sa.Text", 0, true},
    {"tsrange", "pg.TSRANGE"},
    {"tstzrange", "pg.TSTZRANGE"},
    {"tsvector", "pg.TSVECTOR"},
};

// `timestamp(3) with time zone`, `time without time zone`; SQLAlchemy's general classes have no precision.
std::optional<std::string> time_type(std::string_view sql) {
  const bool zone = sql.ends_with(" with time zone");
  if (!zone && !sql.ends_with(" without time zone")) return std::nullopt;
  std::string_view word = sql.substr(0, sql.find(' '));
  std::string_view precision;
  if (const std::size_t open = word.find('('); open != std::string_view::npos && word.ends_with(')')) {
    precision = word.substr(open + 1, word.size() - open - 2);
    word = word.substr(0, open);
  }
  const bool is_timestamp = word == "timestamp";
  if (!is_timestamp && word != "time") return std::nullopt;
  if (!precision.empty()) {
    return fmt::format("pg.{}({}precision={})", is_timestamp ? "TIMESTAMP" : "TIME", zone ? "timezone=True, " : "",
                       precision);
  }
  return fmt::format("sa.{}{}", is_timestamp ? "DateTime" : "Time", zone ? "(timezone=True)" : "");
}

// `bit varying(5)`
std::optional<std::string> bits(std::string_view sql) {
  constexpr std::string_view kVarying = "bit varying";
  if (!sql.starts_with(kVarying)) return std::nullopt;
  std::string_view rest = sql.substr(kVarying.size());
  if (rest.empty()) return "pg.BIT(varying=True)";
  rest = rest.substr(1, rest.size() - 2);
  return fmt::format("pg.BIT({}, varying=True)", rest);
}

}  // namespace

std::optional<std::string> postgresql_type(std::string_view sql, const Identifier& collation,
                                           const TypeVariables& variables) {
  if (sql.ends_with("[]")) {
    auto element = postgresql_type(sql.substr(0, sql.size() - 2), collation, variables);
    return element ? std::optional("pg.ARRAY(" + *element + ")") : std::nullopt;
  }
  const ModelName collated = collation.empty() ? ModelName{} : model_name(collation);
  if (!collated.schema.empty() && collated.schema != "pg_catalog") return std::nullopt;
  if (auto type = class_among(kTypes, sql, ",", collated.name)) return type;
  if (!collated.name.empty()) return std::nullopt;
  if (sql == "uuid") return "pg.UUID(as_uuid=True)";
  if (const auto variable = variables.find(std::string(sql)); variable != variables.end()) return variable->second;
  if (auto type = bits(sql)) return type;
  return time_type(sql);
}

ModelName model_name(const Identifier& name) {
  std::vector<std::string> parts;
  bool quoted = false;
  for (std::size_t i = 0; i < name.key.size(); ++i) {
    const char c = name.key[i];
    if (c != '"') {
      if (quoted) parts.back() += c;
    } else if (quoted && i + 1 < name.key.size() && name.key[i + 1] == '"') {
      parts.back() += c;
      ++i;
    } else {
      quoted = !quoted;
      if (quoted) parts.emplace_back();
    }
  }
  if (parts.size() < 2) return {"", parts.empty() ? name.text : parts.front()};
  return {parts[0], parts[1]};
}

}  // namespace aludel
