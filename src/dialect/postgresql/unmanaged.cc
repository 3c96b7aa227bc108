// What the catalogs hold and Aludel does not manage: it is counted and named.
#include "dialect/postgresql/objects.h"

namespace aludel::postgresql {
namespace {

// Grants are those that somebody gave or took.
constexpr std::string_view kUnmanaged = R"sql(
  WITH measured AS MATERIALIZED (
    SELECT attrelid FROM pg_attribute WHERE nullif(attstattarget, -1) IS NOT NULL
  ), seen (kind, class, oid, schema, name) AS (
    SELECT 'base type', 'pg_type'::regclass, oid, typnamespace, quote_ident(typname) FROM pg_type
      WHERE typtype = 'b' AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = pg_type.oid)
    UNION ALL SELECT 'subscription', 'pg_subscription'::regclass, oid, 0, quote_ident(subname) FROM pg_subscription
      WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
    UNION ALL SELECT 'grant', 'pg_class'::regclass, oid, relnamespace, quote_ident(relname) FROM pg_class
      WHERE relacl IS NOT NULL
    UNION ALL SELECT 'grant', 'pg_proc'::regclass, oid, pronamespace, quote_ident(proname) FROM pg_proc
      WHERE proacl IS NOT NULL
    UNION ALL SELECT 'grant', 'pg_namespace'::regclass, oid, 0, quote_ident(nspname) FROM pg_namespace
      WHERE nspacl IS NOT NULL
    UNION ALL SELECT 'default privilege', 'pg_default_acl'::regclass, oid, defaclnamespace, pg_get_userbyid(defaclrole)
      FROM pg_default_acl
    UNION ALL SELECT 'own default of an inherited column', 'pg_class'::regclass, c.oid, c.relnamespace,
      quote_ident(c.relname) || '.' || quote_ident(a.attname)
      FROM pg_inherits i JOIN pg_attribute a ON a.attrelid = i.inhrelid AND NOT a.attisdropped
        JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p')
        JOIN pg_attribute pa ON pa.attrelid = i.inhparent AND pa.attname = a.attname
        LEFT JOIN pg_attrdef e ON e.adrelid = a.attrelid AND e.adnum = a.attnum
        LEFT JOIN pg_attrdef pe ON pe.adrelid = pa.attrelid AND pe.adnum = pa.attnum
      WHERE (c.relispartition OR NOT a.attislocal)
        AND pg_get_expr(pe.adbin, pe.adrelid) IS DISTINCT FROM pg_get_expr(e.adbin, e.adrelid)
    UNION ALL SELECT 'own NOT NULL of an inherited column', 'pg_class'::regclass, c.oid, c.relnamespace,
      quote_ident(c.relname) || '.' || quote_ident(a.attname)
      FROM pg_inherits i JOIN pg_attribute a ON a.attrelid = i.inhrelid AND NOT a.attisdropped
        JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p')
        JOIN pg_attribute pa ON pa.attrelid = i.inhparent AND pa.attname = a.attname
      WHERE (c.relispartition OR NOT a.attislocal) AND a.attnotnull AND NOT pa.attnotnull
        AND NOT EXISTS (SELECT FROM pg_index x WHERE x.indrelid = c.oid AND x.indisprimary
                        AND a.attnum = ANY (x.indkey::int2[]))
    UNION ALL SELECT 'clustering by an index of the parent', 'pg_class'::regclass, t.oid, t.relnamespace,
      quote_ident(t.relname)
      FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
      WHERE i.indisclustered AND c.relispartition
    UNION ALL SELECT 'statistics target of an index', 'pg_class'::regclass, c.oid, c.relnamespace,
      quote_ident(c.relname)
      FROM measured a JOIN pg_class c ON c.oid = a.attrelid WHERE c.relkind IN ('i', 'I')
  )
  SELECT s.kind, CASE WHEN n.nspname <> 'public' THEN quote_ident(n.nspname) || '.' ELSE '' END || s.name
  FROM seen s LEFT JOIN pg_namespace n ON n.oid = s.schema
  WHERE s.oid >= 16384 AND coalesce(n.nspname !~ '^pg_' AND n.nspname <> 'information_schema', true)
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = s.class AND d.objid = s.oid AND d.deptype IN ('e', 'i'))
  ORDER BY 1, 2)sql";

}  // namespace

void add_unmanaged_question(Questions& questions) { questions.emplace_back(kUnmanaged); }

std::vector<Unmanaged> read_unmanaged(Catalog& catalog) {
  std::vector<Unmanaged> all;
  catalog.query(kUnmanaged, [&](Row row) { all.push_back({text(row, 0), text(row, 1)}); });
  return all;
}

}  // namespace aludel::postgresql
