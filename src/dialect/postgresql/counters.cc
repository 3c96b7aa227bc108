// The numbers that sequences have given out. An identity that is made anew goes on behind the rows, so it has no number
// of its own.
#include <string_view>

#include "core/number.h"
#include "dialect/postgresql/catalog.h"
#include "dialect/postgresql/names.h"
#include "dialect/postgresql/rows.h"

namespace aludel::postgresql {
namespace {

// https://www.postgresql.org/docs/current/view-pg-sequences.html
constexpr std::string_view kSequences = R"sql(
  SELECT n.nspname, c.relname, pg_sequence_last_value(c.oid), s.seqincrement < 0
  FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relpersistence <> 't' AND NOT EXISTS (SELECT FROM pg_depend d
    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'i'))sql";

}  // namespace

bool counts(const Column& column) {
  return column.default_value && column.default_value->written.starts_with("nextval(");
}

Counters counters(Connection& connection) {
  Counters found;
  Catalog(connection).query(kSequences, [&](Row row) {
    Counter& counter = found[qualified_name(text(row, 0), text(row, 1)).text];
    if (row[2]) counter.last = number_of(*row[2]);
    counter.descending = is_true(row, 3);
  });
  return found;
}

}  // namespace aludel::postgresql
