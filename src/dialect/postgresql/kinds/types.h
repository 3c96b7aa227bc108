// Types, and what shares their life: schemas, extensions, sequences.
#pragma once

#include <string_view>

namespace aludel::postgresql {

inline constexpr std::string_view kSchemas = R"sql(
  SELECT n.oid, NULL, n.nspname, NULL, NULL, 'CREATE SCHEMA ' || quote_ident(n.nspname)
  FROM pg_namespace n WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'public'))sql";

// Its version is the server's matter.
inline constexpr std::string_view kExtensions = R"sql(
  SELECT e.oid, NULL, e.extname, NULL, NULL,
    'CREATE EXTENSION ' || quote_ident(e.extname) ||
      CASE WHEN e.extrelocatable OR n.nspname <> 'pg_catalog' THEN ' WITH SCHEMA ' || quote_ident(n.nspname) ELSE '' END
  FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname <> 'plpgsql')sql";

inline constexpr std::string_view kEnums = R"sql(
  SELECT t.oid, n.nspname, t.typname, NULL, NULL,
    format('CREATE TYPE %I.%I AS ENUM (%s)', n.nspname, t.typname,
      (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder)
       FROM pg_enum e WHERE e.enumtypid = t.oid))
  FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typtype = 'e')sql";

inline constexpr std::string_view kDomains = R"sql(
  SELECT t.oid, n.nspname, t.typname, NULL, NULL,
    format('CREATE DOMAIN %I.%I AS %s', n.nspname, t.typname, format_type(t.typbasetype, t.typtypmod)) ||
    CASE WHEN t.typcollation <> b.typcollation THEN format(' COLLATE %I.%I', ln.nspname, l.collname) ELSE '' END ||
    coalesce(' DEFAULT ' || pg_get_expr(t.typdefaultbin, 0), '') ||
    CASE WHEN t.typnotnull THEN ' NOT NULL' ELSE '' END
  FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace JOIN pg_type b ON b.oid = t.typbasetype
    LEFT JOIN pg_collation l ON l.oid = t.typcollation LEFT JOIN pg_namespace ln ON ln.oid = l.collnamespace
  WHERE t.typtype = 'd')sql";

inline constexpr std::string_view kComposites = R"sql(
  SELECT t.oid, n.nspname, t.typname, NULL, NULL,
    format('CREATE TYPE %I.%I AS (%s)', n.nspname, t.typname,
      (SELECT string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)) ||
              CASE WHEN a.attcollation <> at.typcollation THEN format(' COLLATE %I.%I', ln.nspname, l.collname) ELSE '' END,
              ', ' ORDER BY a.attnum)
       FROM pg_attribute a JOIN pg_type at ON at.oid = a.atttypid LEFT JOIN pg_collation l ON l.oid = a.attcollation
         LEFT JOIN pg_namespace ln ON ln.oid = l.collnamespace
       WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped))
  FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace JOIN pg_class c ON c.oid = t.typrelid
  WHERE t.typtype = 'c' AND c.relkind = 'c')sql";

inline constexpr std::string_view kRanges = R"sql(
  SELECT t.oid, n.nspname, t.typname, NULL, NULL,
    format('CREATE TYPE %I.%I AS RANGE (%s)', n.nspname, t.typname, concat_ws(', ',
      'subtype = ' || format_type(r.rngsubtype, NULL),
      CASE WHEN NOT o.opcdefault THEN format('subtype_opclass = %I.%I', oc.nspname, o.opcname) END,
      CASE WHEN r.rngcollation <> s.typcollation THEN format('collation = %I.%I', ln.nspname, l.collname) END,
      CASE WHEN r.rngcanonical <> 0 THEN 'canonical = ' || r.rngcanonical END,
      CASE WHEN r.rngsubdiff <> 0 THEN 'subtype_diff = ' || r.rngsubdiff END,
      format('multirange_type_name = %I.%I', mn.nspname, m.typname)))
  FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace JOIN pg_range r ON r.rngtypid = t.oid
    JOIN pg_type s ON s.oid = r.rngsubtype JOIN pg_opclass o ON o.oid = r.rngsubopc
    JOIN pg_namespace oc ON oc.oid = o.opcnamespace JOIN pg_type m ON m.oid = r.rngmultitypid
    JOIN pg_namespace mn ON mn.oid = m.typnamespace LEFT JOIN pg_collation l ON l.oid = r.rngcollation
    LEFT JOIN pg_namespace ln ON ln.oid = l.collnamespace)sql";

// Those of identity columns belong to their columns.
inline constexpr std::string_view kSequences = R"sql(
  SELECT c.oid, n.nspname, c.relname, NULL, NULL,
    CASE WHEN c.relpersistence = 'u' THEN 'CREATE UNLOGGED SEQUENCE ' ELSE 'CREATE SEQUENCE ' END ||
    format('%I.%I AS %s INCREMENT BY %s MINVALUE %s MAXVALUE %s START WITH %s CACHE %s', n.nspname, c.relname,
      format_type(s.seqtypid, NULL), s.seqincrement, s.seqmin, s.seqmax, s.seqstart, s.seqcache) ||
    CASE WHEN s.seqcycle THEN ' CYCLE' ELSE '' END
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_sequence s ON s.seqrelid = c.oid
  WHERE NOT EXISTS (SELECT FROM pg_depend d
                    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'i'))sql";

inline constexpr std::string_view kOwnedSequences = R"sql(
  SELECT c.oid, n.nspname, c.relname, NULL, t.oid,
    format('ALTER SEQUENCE %I.%I OWNED BY %I.%I.%I', n.nspname, c.relname, tn.nspname, t.relname, a.attname)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'a'
      AND d.refclassid = 'pg_class'::regclass
    JOIN pg_class t ON t.oid = d.refobjid JOIN pg_namespace tn ON tn.oid = t.relnamespace
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
  WHERE c.relkind = 'S')sql";

inline constexpr std::string_view kDomainConstraints = R"sql(
  SELECT k.oid, NULL, format('%I of %I.%I', k.conname, n.nspname, t.typname), NULL, NULL,
    format('ALTER DOMAIN %I.%I ADD CONSTRAINT %I %s', n.nspname, t.typname, k.conname, pg_get_constraintdef(k.oid))
  FROM pg_constraint k JOIN pg_type t ON t.oid = k.contypid JOIN pg_namespace n ON n.oid = t.typnamespace
  WHERE k.contype = 'c' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema')sql";

// Names may be taken once for each encoding; only those of this database's are seen.
inline constexpr std::string_view kCollations = R"sql(
  SELECT l.oid, n.nspname, l.collname, NULL, NULL,
    format('CREATE COLLATION %I.%I (', n.nspname, l.collname) || concat_ws(', ',
      'provider = ' || CASE l.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END,
      'locale = ' || quote_literal(coalesce(j.row->>'colllocale', j.row->>'colliculocale')),
      'lc_collate = ' || quote_literal(l.collcollate), 'lc_ctype = ' || quote_literal(l.collctype),
      CASE WHEN NOT l.collisdeterministic THEN 'deterministic = false' END,
      'rules = ' || quote_literal(j.row->>'collicurules')) || ')'
  FROM pg_collation l JOIN pg_namespace n ON n.oid = l.collnamespace CROSS JOIN LATERAL to_jsonb(l) AS j (row)
  WHERE l.oid >= 16384 AND l.collencoding IN (-1, (SELECT encoding FROM pg_database WHERE datname = current_database())))sql";

}  // namespace aludel::postgresql
