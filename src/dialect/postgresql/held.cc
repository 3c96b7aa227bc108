// What a transaction keeps others out with: read from pg_locks on the way to its commit, with no round trip of its own.
#include <algorithm>
#include <cctype>
#include <utility>

#include "core/number.h"
#include "dialect/postgresql/connection.h"
#include "dialect/postgresql/locks.h"
#include "dialect/postgresql/names.h"
#include "dialect/postgresql/phrase.h"

namespace aludel::postgresql {
namespace {

constexpr std::string_view kNow = "SELECT (extract(epoch FROM pg_catalog.statement_timestamp()) * 1000000)::bigint";

// Operators get just the types that pg_catalog has: with others, one of a schema of the search path may fit better, and
// would be called (https://www.postgresql.org/docs/current/typeconv-oper.html).

// The strongest on each table, Aludel's own left out, and those that the transaction made: the system columns of a
// table are as old as it is. What it dropped has no name any more. Locks on an index are told if its table has none.
constexpr std::string_view kLocks = R"sql(
WITH held AS (
  SELECT l.relation, max(pg_catalog.array_position(ARRAY['ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock'], l.mode)) AS strength
  FROM pg_catalog.pg_locks l
  WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype = 'relation' AND l.granted AND l.relation >= 16384::oid
    AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())
  GROUP BY l.relation)
SELECT (extract(epoch FROM pg_catalog.statement_timestamp()) * 1000000)::bigint,
  (ARRAY['SHARE', 'SHARE ROW EXCLUSIVE', 'EXCLUSIVE', 'ACCESS EXCLUSIVE'])[max(h.strength)],
  CASE n.nspname WHEN $1 THEN c.relname::text ELSE n.nspname::text || '.'::text || c.relname::text END AS name,
  CASE WHEN c.oid IS NULL THEN h.relation END AS dropped, max(h.relation::bigint)
FROM held h LEFT JOIN pg_catalog.pg_class c ON c.oid = h.relation
  LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
WHERE h.strength IS NOT NULL AND (n.nspname IS NULL OR n.nspname NOT LIKE 'pg\_%'::text)
  AND NOT (n.nspname IS NOT DISTINCT FROM $1 AND c.relname = ANY ($2::text[]))
  AND NOT coalesce(pg_catalog.age(i.xmin) = 0, false)
  AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_attribute a WHERE a.attrelid = coalesce(i.indrelid, c.oid) AND a.attnum = -1
                    AND pg_catalog.age(a.xmin) = 0)
  AND NOT EXISTS (SELECT 1 FROM held t WHERE t.relation = i.indrelid AND t.strength >= h.strength)
GROUP BY name, dropped ORDER BY max(h.strength) DESC, name, dropped)sql";

// A name that is about to go.
constexpr std::string_view kNamed = R"sql(
SELECT c.oid, CASE n.nspname WHEN $2 THEN c.relname::text ELSE n.nspname::text || '.'::text || c.relname::text END
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.oid = pg_catalog.to_regclass($1)::oid)sql";

bool starts_with_drop(std::string_view text) { return Phrase(text).take("DROP"); }

// One that to_regclass() takes: it fails at what is none.
bool is_plain_name(std::string_view name) {
  const auto plain = [](char c) { return c == '.' || c == '_' || std::isalnum(static_cast<unsigned char>(c)) != 0; };
  return std::all_of(name.begin(), name.end(), plain) && std::count(name.begin(), name.end(), '.') <= 1;
}

}  // namespace

// Before a statement of the open transaction. One that is known to meet nobody is not looked after: most files only
// make tables and fill them.
void PostgresqlConnection::watch_locks(std::string_view text) {
  if (keeper_ != nullptr) return;
  const bool drops = starts_with_drop(text);
  if (watches_locks_ && !drops) return;
  StatementLocks locks = locks_of(text);
  if (!locks.creates.empty()) new_tables_.push_back(std::move(locks.creates));
  const auto is_new = [this](const TableLock& lock) {
    return std::find(new_tables_.begin(), new_tables_.end(), lock.object) != new_tables_.end();
  };
  if (locks.quiet || (!locks.taken.empty() && std::all_of(locks.taken.begin(), locks.taken.end(), is_new))) return;
  if (!std::exchange(watches_locks_, true)) {
    awaited_.clear();
    send(kNow, {}, {.answer = &watched_since_});
  }
  if (!drops) return;
  for (const TableLock& lock : locks.taken) {
    if (is_plain_name(lock.object)) send(kNamed, {lock.object, schema_}, {.answer = &dropping_.emplace_back()});
  }
}

void PostgresqlConnection::ask_for_locks() {
  held_.clear();
  if (!watches_locks_) return;
  to_own();
  send(kLocks, {schema_, array_literal(settings_.own_tables)}, {.answer = &locks_});
}

void PostgresqlConnection::read_locks() {
  new_tables_.clear();
  if (!watches_locks_) return;
  watches_locks_ = false;
  const std::int64_t since = number_of(watched_since_.cell(0, 0));
  for (int row = 0; row < locks_.rows(); ++row) {
    const std::string_view dropped = locks_.cell(row, 3);
    const std::string name(dropped.empty() ? locks_.cell(row, 2) : dropped_name(dropped));
    if (name.empty()) continue;  // an index of it, say, or what a rewrite put aside
    const auto waited = awaited_.find(std::string(locks_.cell(row, 4)));
    const std::int64_t got = waited == awaited_.end() ? since : std::max(since, waited->second);
    held_.push_back(
        {{std::string(locks_.cell(row, 1)), name}, std::chrono::microseconds(number_of(locks_.cell(row, 0)) - got)});
  }
  dropping_.clear();
}

std::string_view PostgresqlConnection::dropped_name(std::string_view oid) const {
  for (const Result& named : dropping_) {
    if (named.cell(0, 0) == oid) return named.cell(0, 1);
  }
  return {};
}

}  // namespace aludel::postgresql
