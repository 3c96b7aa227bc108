// The columns of tables. What few of them have is asked for by itself: the rest costs each of them.
#include <string>
#include <unordered_map>
#include <utility>

#include "dialect/postgresql/names.h"
#include "dialect/postgresql/objects.h"

namespace aludel::postgresql {
namespace {

// https://www.postgresql.org/docs/current/catalog-pg-attribute.html
constexpr std::string_view kColumns = R"sql(
  SELECT a.attrelid, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attgenerated,
    CASE a.attidentity WHEN 'a' THEN 'ALWAYS' WHEN 'd' THEN 'BY DEFAULT' END,
    CASE WHEN a.attcollation <> t.typcollation THEN (SELECT ln.nspname FROM pg_collation l
      JOIN pg_namespace ln ON ln.oid = l.collnamespace WHERE l.oid = a.attcollation) END,
    CASE WHEN a.attcollation <> t.typcollation THEN (SELECT l.collname FROM pg_collation l WHERE l.oid = a.attcollation) END,
    CASE WHEN a.attstorage <> t.typstorage THEN CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL'
                                                WHEN 'm' THEN 'MAIN' WHEN 'x' THEN 'EXTENDED' END END,
    CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END, nullif(a.attstattarget, -1),
    array_to_string(a.attoptions, ', '), a.attinhcount > 0 AND (c.relispartition OR NOT a.attislocal)
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_type t ON t.oid = a.atttypid
  WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND a.attnum > 0
    AND NOT a.attisdropped
  ORDER BY a.attrelid, a.attnum)sql";

// Of these each gives a table and the number of a column first.
constexpr std::string_view kDefaults = R"sql(
  SELECT e.adrelid, e.adnum, pg_get_expr(e.adbin, e.adrelid)
  FROM pg_attrdef e JOIN pg_class c ON c.oid = e.adrelid WHERE c.relkind IN ('r', 'p') AND c.oid >= 16384)sql";
constexpr std::string_view kIdentities = R"sql(
  SELECT p.refobjid, p.refobjsubid,
    concat_ws(' ', CASE WHEN q.seqstart <> CASE WHEN q.seqincrement > 0 THEN q.seqmin ELSE q.seqmax END THEN 'START WITH ' || q.seqstart END,
      CASE WHEN q.seqincrement <> 1 THEN 'INCREMENT BY ' || q.seqincrement END,
      CASE WHEN q.seqmin <> 1 THEN 'MINVALUE ' || q.seqmin END,
      CASE WHEN q.seqmax <> CASE q.seqtypid WHEN 'int2'::regtype THEN 32767 WHEN 'int4'::regtype THEN 2147483647
                                            ELSE 9223372036854775807 END THEN 'MAXVALUE ' || q.seqmax END,
      CASE WHEN q.seqcache <> 1 THEN 'CACHE ' || q.seqcache END, CASE WHEN q.seqcycle THEN 'CYCLE' END)
  FROM pg_sequence q JOIN pg_depend p ON p.objid = q.seqrelid
  WHERE p.classid = 'pg_class'::regclass AND p.refclassid = 'pg_class'::regclass AND p.deptype = 'i')sql";
constexpr std::string_view kComments = R"sql(
  SELECT d.objoid, d.objsubid, d.description FROM pg_description d
  WHERE d.classoid = 'pg_class'::regclass AND d.objsubid > 0 AND d.objoid >= 16384)sql";
// From version 18 on NOT NULL has a name, the server's own ends in `_not_null`.
constexpr std::string_view kNotNulls = R"sql(
  SELECT k.conrelid, k.conkey[1], CASE WHEN k.conname !~ '_not_null[0-9]*$' THEN quote_ident(k.conname) END,
    k.connoinherit, NOT k.convalidated
  FROM pg_constraint k WHERE k.contype = 'n' AND k.conrelid >= 16384)sql";

std::string place_of(Row row) { return text(row, 0) + ' ' + text(row, 1); }

class Reader {
 public:
  explicit Reader(Catalog& catalog) : catalog_(catalog) {
    const auto keep = [this](std::string_view sql, std::unordered_map<std::string, std::string>& into) {
      catalog_.query(sql, [&into](Row row) { into.emplace(place_of(row), text(row, 2)); });
    };
    keep(kDefaults, defaults_);
    keep(kIdentities, identities_);
    keep(kComments, comments_);
    catalog_.query(kNotNulls, [this](Row row) {
      Clauses& clauses = not_nulls_[place_of(row)];
      set(clauses, "not null", text(row, 2));
      if (is_true(row, 3)) clauses["not null no inherit"] = "";
      if (is_true(row, 4)) clauses["not null not valid"] = "";
    });
  }

  void read(const std::function<void(const ReadColumn&)>& to) {
    catalog_.query(kColumns, [&](Row row) { to(column_of(row)); });
  }

 private:
  ReadColumn column_of(Row row) const {
    ReadColumn made{text(row, 0), is_true(row, 13), {}};
    Column& column = made.column;
    const std::string place = place_of(row);
    column.name = simple_name(text(row, 2));
    column.type = sql_text(text(row, 3));
    column.not_null = is_true(row, 4);
    if (const auto found = defaults_.find(place); found != defaults_.end()) {
      if (text(row, 5).empty()) {
        column.default_value = sql_text(found->second);
      } else {
        column.generated = Generated{sql_text(found->second), row[5] == "s"};
      }
    }
    if (const auto found = not_nulls_.find(place); found != not_nulls_.end()) column.clauses = found->second;
    if (row[6]) {
      const auto found = identities_.find(place);
      const std::string options = found == identities_.end() ? "" : found->second;
      column.clauses["identity"] = text(row, 6) + (options.empty() ? "" : " (" + options + ')');
    }
    if (row[7]) column.collation = qualified_name(text(row, 7), text(row, 8));
    set(column.clauses, "storage", text(row, 9));
    set(column.clauses, "compression", text(row, 10));
    set(column.clauses, "statistics", text(row, 11));
    set(column.clauses, "options", text(row, 12));
    if (const auto found = comments_.find(place); found != comments_.end()) column.comment = found->second;
    return made;
  }

  Catalog& catalog_;
  std::unordered_map<std::string, std::string> defaults_, identities_, comments_;  // by table and number
  std::unordered_map<std::string, Clauses> not_nulls_;
};

}  // namespace

void read_columns(Catalog& catalog, const std::function<void(const ReadColumn&)>& to) { Reader(catalog).read(to); }

}  // namespace aludel::postgresql
