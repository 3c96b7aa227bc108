// What became of statements that ran outside of a transaction, as the catalogs tell it.
#include <utility>

#include "core/error.h"
#include "dialect/postgresql/connection.h"
#include "dialect/postgresql/names.h"

namespace aludel::postgresql {
namespace {

// What cannot be told: a CALL, say, that commits by itself.
constexpr std::string_view kNobodyKnows = "?";

// Whether what a statement makes or takes away is there. $1: the object, $2: the table.
std::string presence_sql(const AloneStatement& alone) {
  switch (alone.kind) {
    case AloneKind::kDropIndex:
      return "SELECT pg_catalog.to_regclass($1) IS NOT NULL AND $2::text IS NOT NULL";
    case AloneKind::kAddValue:
      return fmt::format(
          "SELECT EXISTS (SELECT FROM pg_catalog.pg_enum WHERE enumtypid = pg_catalog.to_regtype($1) AND enumlabel = "
          "{}) AND "
          "$2::text IS NOT "
          "NULL",
          alone.value);
    case AloneKind::kDetachPartition:
      return "SELECT EXISTS (SELECT FROM pg_catalog.pg_inherits WHERE inhparent = pg_catalog.to_regclass($1) AND "
             "inhrelid = "
             "pg_catalog.to_regclass($2))";
    case AloneKind::kCreateDatabase:
    case AloneKind::kDropDatabase:
      return "SELECT EXISTS (SELECT FROM pg_catalog.pg_database WHERE datname = (pg_catalog.parse_ident($1))[1]) AND "
             "$2::text IS "
             "NOT NULL";
    case AloneKind::kCreateTablespace:
    case AloneKind::kDropTablespace:
      return "SELECT EXISTS (SELECT FROM pg_catalog.pg_tablespace WHERE spcname = (pg_catalog.parse_ident($1))[1]) AND "
             "$2::text "
             "IS NOT NULL";
    default:
      return "SELECT EXISTS (SELECT FROM pg_catalog.pg_subscription s JOIN pg_catalog.pg_database d ON d.oid = "
             "s.subdbid WHERE d.datname = "
             "pg_catalog.current_database() AND subname = (pg_catalog.parse_ident($1))[1]) AND $2::text IS NOT NULL";
  }
}

// Indexes of a table: oid, whether it is valid, whether it has this name, its name in SQL.
constexpr std::string_view kIndexes = R"sql(SELECT i.indexrelid, i.indisvalid,
  coalesce(c.relname = (pg_catalog.parse_ident($2))[1], true), pg_catalog.format('%I.%I', n.nspname, c.relname)
FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE i.indrelid = pg_catalog.to_regclass($1) ORDER BY 1)sql";

// What REINDEX CONCURRENTLY leaves when it fails
// (https://www.postgresql.org/docs/current/sql-reindex.html#SQL-REINDEX-CONCURRENTLY).
constexpr std::string_view kLeftByReindex = R"sql(SELECT i.indexrelid, pg_catalog.format('%I.%I', n.nspname, c.relname)
FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE NOT i.indisvalid AND c.relname ~ '_cc(new|old)[0-9]*$' AND n.nspname <> 'pg_toast'
  AND ($1::text IS NULL OR i.indrelid = pg_catalog.to_regclass($1))
  AND ($2::text IS NULL OR i.indrelid = (SELECT o.indrelid FROM pg_catalog.pg_index o WHERE o.indexrelid = pg_catalog.to_regclass($2)))
ORDER BY 1)sql";

constexpr std::string_view kInvalidNamesake = R"sql(SELECT pg_catalog.format('%I.%I', n.nspname, c.relname)
FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
WHERE NOT i.indisvalid AND c.relname = (pg_catalog.parse_ident($2))[1] AND t.oid = pg_catalog.to_regclass($1))sql";

constexpr std::string_view kDetachPending =
    "SELECT 1 FROM pg_catalog.pg_inherits WHERE inhparent = pg_catalog.to_regclass($1) AND inhrelid = "
    "pg_catalog.to_regclass($2) AND "
    "inhdetachpending";

bool listed_in(std::string_view list, std::string_view oid) {
  return list.find(fmt::format(" {} ", oid)) != std::string_view::npos;
}

bool is_create_index(const AloneStatement& alone) { return alone.kind == AloneKind::kCreateIndex; }

}  // namespace

std::string PostgresqlConnection::fingerprint(std::string_view statement) {
  const auto alone = read_alone(statement);
  if (!alone) return std::string(kNobodyKnows);
  const bool leaves_wreckage = is_create_index(*alone) || alone->kind == AloneKind::kReindex;
  if (alone->kind == AloneKind::kHarmless || (alone->if_exists && !leaves_wreckage)) return {};
  to_user();
  return leaves_wreckage ? indexes_of(*alone) : state_of(*alone);
}

std::string PostgresqlConnection::state_of(const AloneStatement& alone) {
  return ask(presence_sql(alone), {alone.object, alone.table}).cell(0, 0) == "t" ? "there" : "not there";
}

// The oids of the indexes that are there before: ` 16401 16405 `.
std::string PostgresqlConnection::indexes_of(const AloneStatement& alone) {
  const Result rows = is_create_index(alone)
                          ? ask(kIndexes, {alone.table, text_or_null(alone.object)})
                          : ask(kLeftByReindex, {text_or_null(alone.table), text_or_null(alone.object)});
  std::string list = " ";
  for (int row = 0; row < rows.rows(); ++row) list.append(rows.cell(row, 0)).append(" ");
  return list;
}

Fate PostgresqlConnection::fate_of(std::string_view statement, std::string_view fingerprint) {
  const auto alone = read_alone(statement);
  if (!alone || fingerprint == kNobodyKnows) return Fate::kUnknown;
  if (is_create_index(*alone)) return fate_of_index(*alone, fingerprint);
  if (alone->kind == AloneKind::kReindex) {
    drop_wreckage(*alone, fingerprint);
    return Fate::kNotDone;
  }
  if (alone->kind == AloneKind::kDetachPartition && ask(kDetachPending, {alone->object, alone->table}).rows() > 0)
    (void)ask(fmt::format("ALTER TABLE {} DETACH PARTITION {} FINALIZE", alone->object, alone->table));
  return state_of(*alone) == fingerprint ? Fate::kNotDone : Fate::kDone;
}

// An index is done if it is valid. One that is not was left by a build that failed, or whose client died.
Fate PostgresqlConnection::fate_of_index(const AloneStatement& alone, std::string_view before) {
  const Result indexes = ask(kIndexes, {alone.table, text_or_null(alone.object)});
  std::vector<std::string> wreckage;
  std::size_t built = 0;
  for (int row = 0; row < indexes.rows(); ++row) {
    if (listed_in(before, indexes.cell(row, 0)) || indexes.cell(row, 2) != "t") continue;
    if (indexes.cell(row, 1) == "t") {
      ++built;
    } else {
      wreckage.emplace_back(indexes.cell(row, 3));
    }
  }
  for (const std::string& index : wreckage) drop_index(index);
  if (built > 1) return Fate::kUnknown;  // without a name, any of them could be the one
  return built == 1 ? Fate::kDone : Fate::kNotDone;
}

void PostgresqlConnection::drop_wreckage(const AloneStatement& alone, std::string_view before) {
  const Result left = ask(kLeftByReindex, {text_or_null(alone.table), text_or_null(alone.object)});
  for (int row = 0; row < left.rows(); ++row) {
    if (!listed_in(before, left.cell(row, 0))) drop_index(std::string(left.cell(row, 1)));
  }
}

// IF NOT EXISTS would take it for the index that is wanted.
void PostgresqlConnection::drop_invalid_namesake(const AloneStatement& index) {
  const Result found = ask(kInvalidNamesake, {index.table, index.object});
  if (found.rows() > 0) drop_index(std::string(found.cell(0, 0)));
}

void PostgresqlConnection::drop_index(const std::string& name) {
  send_session_timeouts(true, nullptr);
  settle();
  (void)ask("DROP INDEX CONCURRENTLY IF EXISTS " + name);
}

}  // namespace aludel::postgresql
