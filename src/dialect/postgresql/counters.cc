// The numbers that sequences have given out, by their own names or by those of the columns that they belong to. To ask
// a sequence opens it, so those of tables that never had a row are left alone.
#include <string_view>

#include "core/number.h"
#include "dialect/postgresql/catalog.h"
#include "dialect/postgresql/names.h"
#include "dialect/postgresql/rows.h"

namespace aludel::postgresql {
namespace {

// https://www.postgresql.org/docs/current/view-pg-sequences.html
constexpr std::string_view kSequences = R"sql(
  SELECT n.nspname, c.relname, NULL, pg_sequence_last_value(c.oid), s.seqincrement < 0, s.seqstart
  FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relpersistence <> 't' AND NOT EXISTS (SELECT FROM pg_depend d
    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'i')
  UNION ALL SELECT n.nspname, c.relname, a.attname, pg_sequence_last_value(s.seqrelid), s.seqincrement < 0, s.seqstart
  FROM pg_sequence s JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = s.seqrelid
      AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
    JOIN pg_class c ON c.oid = d.refobjid JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid
  WHERE c.relpersistence <> 't' AND (c.relkind = 'p' OR pg_relation_size(c.oid) > 0))sql";

}  // namespace

bool counts(const Column& column) {
  return column.default_value && column.default_value->written.starts_with("nextval(");
}

Counters counters(Connection& connection) {
  Counters found;
  Catalog(connection).query(kSequences, [&](Row row) {
    const std::string column = row[2] ? '.' + simple_name(text(row, 2)).text : "";
    Counter& counter = found[qualified_name(text(row, 0), text(row, 1)).text + column];
    if (row[3]) counter.last = number_of(*row[3]);
    counter.descending = is_true(row, 4);
    counter.first = number_of(text(row, 5));
  });
  return found;
}

}  // namespace aludel::postgresql
