// Columns whose rows are numbered by an identity or by a sequence: whatever takes over goes on where the other one
// stood.
#include <cstdint>
#include <optional>

#include <fmt/core.h>

#include "core/number.h"
#include "dialect/postgresql/ddl/context.h"
#include "dialect/postgresql/names.h"

namespace aludel::postgresql {
namespace {

constexpr const char* kSequence = "sequence";
constexpr const char* kIdentity = "identity";

// An identity's sequence has a name that no schema knows.
constexpr std::string_view kSerial = "pg_catalog.pg_get_serial_sequence({}, {})";
constexpr std::string_view kKeepIdentity = R"sql(DO $aludel$ BEGIN
  EXECUTE pg_catalog.format('SELECT pg_catalog.setval(%L, last_value, is_called) FROM %s', {},
    {});
END $aludel$)sql";

std::string unquoted_name(const Identifier& column) {
  std::string name;
  for (std::size_t i = 1; i + 1 < column.key.size(); ++i) {
    if (column.key[i] == '"') ++i;
    name += column.key[i];
  }
  return name;
}

// The first number that a text has behind a word.
std::optional<std::int64_t> number_behind(std::string_view sql, std::string_view word) {
  const std::size_t at = sql.find(word);
  if (at == std::string_view::npos) return std::nullopt;
  sql.remove_prefix(at + word.size());
  return number_of(sql.substr(0, sql.find_first_of(" )")));
}

// What numbers a column, and what it says of that: of an identity `ALWAYS (START WITH 5)`, of a sequence its statement.
struct Numbering {
  bool identity = false;
  std::string sequence;  // as SQL
  std::string sql;

  [[nodiscard]] bool is_none() const { return !identity && sequence.empty(); }
  [[nodiscard]] bool descends() const { return number_behind(sql, "INCREMENT BY ").value_or(1) < 0; }
  [[nodiscard]] std::int64_t start() const {
    return number_behind(sql, "START WITH ").value_or(begin().value_or(descends() ? -1 : 1));
  }
  // The end of its numbers from which it counts away.
  [[nodiscard]] std::optional<std::int64_t> begin() const {
    return descends() ? number_behind(sql, "MAXVALUE ") : number_behind(sql, "MINVALUE ").value_or(1);
  }
};

const Definition* find_sequence(const std::string& sequence, const Schema& schema) {
  return schema.find_definition(kSequence, read_name(sequence));
}

// `nextval('public.t_id_seq'::regclass)` and nothing else.
std::string sequence_of(const Column& column) {
  constexpr std::string_view kNext = "nextval(";
  constexpr std::string_view kEnd = "::regclass)";
  if (!column.default_value) return {};
  const std::string_view sql = column.default_value->written;
  if (!sql.starts_with(kNext) || sql.find(kEnd) != sql.size() - kEnd.size()) return {};
  return relation_sql(read_name(unquoted_text(sql.substr(kNext.size(), sql.size() - kNext.size() - kEnd.size()))));
}

Numbering numbering_of(const Column& column, const Schema& schema) {
  if (const auto identity = column.clauses.find(kIdentity); identity != column.clauses.end())
    return {true, {}, identity->second};
  Numbering found{false, sequence_of(column), {}};
  if (const Definition* made = find_sequence(found.sequence, schema)) found.sql = made->sql.written;
  return found;
}

// From what to what a column's numbers go.
struct Handover {
  Numbering from, to;
  std::string keeper;  // a sequence that knows where the old numbering stood after it is gone; empty: it stays
};

std::string keeper_of(const Table& table, const Column& column) {
  const NameSql name = split_name(relation_sql(table.name));
  return fmt::format("{}.\"aludel_old_{}_{}", name.schema, name.name.substr(1, name.name.size() - 2),
                     column.name.key.substr(1));
}

// Nothing: both are the same one, or the new one is there for others, too.
std::optional<Handover> handover_of(const Table& table, const Column& from, const Column& to, TableStays stays,
                                    const Context& context) {
  Handover found{numbering_of(from, context.from), numbering_of(to, context.to), {}};
  const bool same = found.from.identity == found.to.identity &&
                    (found.from.identity ? stays == TableStays::kYes && found.from.sql == found.to.sql
                                         : found.from.sequence == found.to.sequence);
  const bool known = !found.to.identity && find_sequence(found.to.sequence, context.from) != nullptr;
  if (found.to.is_none() || same || (known && !found.from.identity)) return std::nullopt;
  const bool goes =
      found.from.identity || (!found.from.is_none() && find_sequence(found.from.sequence, context.to) == nullptr);
  if (goes) found.keeper = keeper_of(table, from);
  return found;
}

// One that was never used, or stood where the new one does not go, leaves that at its own beginning.
std::string unless_fresh(const Numbering& from, const Numbering& now) {
  std::string sql;
  if (from.start() != now.start()) sql = fmt::format(" WHERE (is_called OR last_value <> {})", from.start());
  if (now.begin() && now.begin() != from.begin()) {
    sql +=
        fmt::format("{} last_value {} {}", sql.empty() ? " WHERE" : " AND", now.descends() ? "<=" : ">=", *now.begin());
  }
  return sql;
}

bool is_whole_number(const Column& column) {
  const std::string& type = column.type.written;
  return type == "smallint" || type == "integer" || type == "bigint";
}

}  // namespace

void keep_numbers(const Table& table, const Column& from, const Column& to, TableStays stays, Context& context) {
  const std::optional<Handover> handover = handover_of(table, from, to, stays, context);
  if (!handover || handover->keeper.empty()) return;
  context.add(fmt::format("CREATE SEQUENCE {} MINVALUE -9223372036854775808", handover->keeper),
              fmt::format("knows where the numbers of `{}.{}` stand", table.name.text, from.name.text));
  const std::string keeper = quoted_text(handover->keeper);
  if (handover->from.identity) {
    const std::string serial = fmt::format(fmt::runtime(kSerial), quoted_text(relation_sql(table.name)),
                                           quoted_text(unquoted_name(from.name)));
    context.add(fmt::format(fmt::runtime(kKeepIdentity), keeper, serial));
  } else {
    context.add(
        fmt::format("SELECT pg_catalog.setval({}, last_value, is_called) FROM {}", keeper, handover->from.sequence));
  }
}

void go_on_counting(const Table& table, const Column& from, const Column& to, TableStays stays, Context& context) {
  const std::optional<Handover> handover = handover_of(table, from, to, stays, context);
  if (!handover) return;
  const Numbering& now = handover->to;
  const std::string name = relation_sql(table.name);
  const std::string target =
      now.identity ? fmt::format(fmt::runtime(kSerial), quoted_text(name), quoted_text(unquoted_name(to.name)))
                   : quoted_text(now.sequence);
  if (handover->from.is_none()) {
    if (!is_whole_number(to)) return;
    context.add(fmt::format("SELECT pg_catalog.setval({0}, {1}({2})) FROM {3} HAVING {1}({2}) {4} {5}", target,
                            now.descends() ? "min" : "max", column_sql(to.name), name,
                            now.descends() ? "<=" : ">=", now.start()),
                "goes on behind the numbers that are there");
    return;
  }
  const std::string source = handover->keeper.empty() ? handover->from.sequence : handover->keeper;
  std::string sql = fmt::format("SELECT pg_catalog.setval({}, last_value, is_called) FROM {}", target, source);
  const bool known = !now.identity && find_sequence(now.sequence, context.from) != nullptr;
  sql += known
             ? fmt::format(" WHERE last_value {} (SELECT last_value FROM {})", now.descends() ? "<" : ">", now.sequence)
             : unless_fresh(handover->from, now);
  context.add(std::move(sql), "goes on where the numbers stood");
  if (!handover->keeper.empty()) context.add("DROP SEQUENCE " + handover->keeper);
}

}  // namespace aludel::postgresql
