#include "dialect/postgresql/losses.h"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

#include <fmt/core.h>

#include "core/number.h"
#include "dialect/postgresql/connection.h"
#include "dialect/postgresql/phrase.h"

namespace aludel::postgresql {
namespace {

// One that is there, holds rows, was not made by this transaction, and may be read by who drops it.
constexpr std::string_view kTable = R"sql(
SELECT c.oid, pg_catalog.format('%I.%I', n.nspname, c.relname),
  CASE n.nspname WHEN $2 THEN c.relname::text ELSE n.nspname::text || '.'::text || c.relname::text END,
  n.nspname, c.relname
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.oid = pg_catalog.to_regclass($1)::oid AND c.relkind IN ('r'::"char", 'p'::"char") AND c.relpersistence <> 't'::"char"
  AND pg_catalog.has_table_privilege(c.oid, 'SELECT'::text) AND NOT pg_catalog.row_security_active(c.oid)
  AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = -1 AND pg_catalog.age(a.xmin) = 0))sql";
constexpr std::string_view kColumns = R"sql(
SELECT a.attname FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = $1 AND c.relname = $2 AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum)sql";
constexpr std::string_view kLock = "LOCK TABLE {} IN ACCESS EXCLUSIVE MODE";
// Others wait meanwhile, so a big table is not counted: then it is the planner's own estimate.
constexpr std::int64_t kMostCounted = 100'000;
constexpr std::string_view kCount = "SELECT pg_catalog.count(*) FROM (SELECT FROM {} LIMIT {}) AS first";
constexpr std::string_view kEstimate = "EXPLAIN (FORMAT JSON) SELECT FROM {}";
constexpr std::string_view kPlanRows = "\"Plan Rows\": ";

void take_dropped_tables(Phrase& phrase, std::vector<DroppedPart>& out) {
  phrase.take_if_exists();
  do {
    out.push_back({phrase.take_name(), {}});
  } while (phrase.take_sign(","));
}

void take_dropped_columns(Phrase& phrase, std::vector<DroppedPart>& out) {
  phrase.take_if_exists();
  phrase.take("ONLY");
  const std::string table = phrase.take_name();
  phrase.take_sign("*");
  do {
    if (!phrase.take("DROP") || phrase.take("CONSTRAINT")) continue;
    phrase.take("COLUMN");
    phrase.take_if_exists();
    out.push_back({table, phrase.take_name()});
  } while (phrase.skip_to_sign(","));
}

// Whether to_regclass() takes it: it fails at what is no name, or one of another database.
bool is_findable(const std::string& name) {
  const bool quoted = name.find('"') != std::string::npos;
  return !name.empty() && (quoted || std::count(name.begin(), name.end(), '.') <= 1);
}

// A column's name as the catalog has it.
std::string plain(const std::string& written) {
  std::string name;
  const bool quoted = written.starts_with('"');
  for (std::size_t i = quoted ? 1 : 0; i < written.size() - (quoted ? 1 : 0); ++i) {
    const char c = written[i];
    name += !quoted && c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (quoted && c == '"') ++i;
  }
  return name;
}

// Of what EXPLAIN says; its first node is the whole query.
std::int64_t planned_rows(std::string_view plan) {
  const std::size_t found = plan.find(kPlanRows);
  return found == std::string_view::npos ? 0 : number_of(plan.substr(found + kPlanRows.size()));
}

std::set<std::string> names_of(const Result& rows) {
  std::set<std::string> names;
  for (int row = 0; row < rows.rows(); ++row) names.emplace(rows.cell(row, 0));
  return names;
}

}  // namespace

std::vector<DroppedPart> dropped_by(std::string_view statement) {
  std::vector<DroppedPart> dropped;
  Phrase phrase(statement);
  if (phrase.take("DROP")) {
    if (phrase.take("TABLE")) take_dropped_tables(phrase, dropped);
  } else if (phrase.take("ALTER") && phrase.take("TABLE")) {
    take_dropped_columns(phrase, dropped);
  }
  return dropped;
}

TableRename table_rename(std::string_view statement) {
  Phrase phrase(statement);
  if (!phrase.take("ALTER") || !phrase.take("TABLE")) return {};
  phrase.take_if_exists();
  std::string name = phrase.take_name();
  if (!phrase.take("RENAME") || !phrase.take("TO")) return {};
  return {std::move(name), phrase.take_name()};
}

void PostgresqlConnection::forget_losses() {
  losing_.clear();
  losing_renames_.clear();
}

// Before a statement of the open transaction. Only one that drops or renames a table costs round trips. Nobody asks for
// those of a scratch database.
void PostgresqlConnection::count_losses(const Source& source, Span statement) {
  if (keeper_) return;
  const std::string_view text = source.slice(statement);
  const TableRename rename = table_rename(text);
  const std::vector<DroppedPart> dropped = dropped_by(text);
  if (rename.to.empty() && dropped.empty()) return;
  settle_before_next();
  if (is_findable(rename.from)) {
    const Result table = ask(kTable, {rename.from, schema_});
    if (table.rows() == 1) losing_renames_.emplace(table.cell(0, 0), table.cell(0, 4));
  }
  for (const DroppedPart& part : dropped) {
    if (!is_findable(part.table)) continue;
    const Result table = ask(kTable, {part.table, schema_});
    if (table.rows() != 1) continue;
    const std::string sql(table.cell(0, 1));
    // What goes wrong here would go wrong with the statement itself.
    send(fmt::format(kLock, sql), {}, {.kind = Errand::Kind::kUser, .source = source, .statement = statement});
    std::int64_t rows = number_of(ask(fmt::format(kCount, sql, kMostCounted + 1)).cell(0, 0));
    const bool estimated = rows > kMostCounted;
    if (estimated) rows = std::max(rows, planned_rows(ask(fmt::format(kEstimate, sql)).cell(0, 0)));
    if (rows == 0) continue;
    losing_.push_back(losing_table(table, part, rows));
    losing_.back().estimated = estimated;
  }
}

// What failed before is told as it would be without a look in between.
void PostgresqlConnection::settle_before_next() {
  try {
    settle();
  } catch (const Error&) {
    if (behind_ != std::numeric_limits<std::size_t>::max()) ++behind_;
    throw;
  }
}

PostgresqlConnection::LosingTable PostgresqlConnection::losing_table(const Result& table, const DroppedPart& part,
                                                                     std::int64_t rows) {
  LosingTable losing{std::string(table.cell(0, 2)),
                     std::string(table.cell(0, 3)),
                     std::string(table.cell(0, 4)),
                     {},
                     rows,
                     part.column.empty()};
  if (const auto before = losing_renames_.find(std::string(table.cell(0, 0))); before != losing_renames_.end()) {
    losing.shown.replace(losing.shown.size() - losing.name.size(), losing.name.size(), before->second);
    losing.name = before->second;
  }
  losing.columns =
      losing.whole ? names_of(ask(kColumns, {table.cell(0, 3), table.cell(0, 4)})) : std::set{plain(part.column)};
  return losing;
}

std::vector<Loss> PostgresqlConnection::losses() {
  std::vector<Loss> losses;
  if (losing_.empty()) return losses;
  to_own();
  for (const LosingTable& losing : losing_) {
    const std::set<std::string> now = names_of(ask(kColumns, {losing.schema, losing.name}));
    if (losing.whole && now.empty()) {
      losses.push_back({losing.shown, {}, losing.rows, {}, losing.estimated});
      continue;
    }
    if (now.empty()) continue;  // dropped later, and told as that
    for (const std::string& column : losing.columns) {
      if (!now.contains(column)) losses.push_back({losing.shown, column, losing.rows, {}, losing.estimated});
    }
  }
  return losses;
}

}  // namespace aludel::postgresql
