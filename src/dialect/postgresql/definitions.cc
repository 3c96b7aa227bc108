// Everything that the server can print as one statement: a kind is a row of kKinds, with one query.
#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "core/error.h"
#include "dialect/postgresql/names.h"
#include "dialect/postgresql/objects.h"

namespace aludel::postgresql {
namespace {

// Each query gives: the row's oid; the schema (none: NULL) and the name; what follows the name to tell it from others
// (a routine's parameters); the oid of the table or view that it belongs to (none: NULL); the statement.

constexpr std::string_view kSchemas = R"sql(
  SELECT n.oid, NULL, n.nspname, NULL, NULL, 'CREATE SCHEMA ' || quote_ident(n.nspname)
  FROM pg_namespace n WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'public'))sql";

// Its version is the server's matter.
constexpr std::string_view kExtensions = R"sql(
  SELECT e.oid, NULL, e.extname, NULL, NULL,
    'CREATE EXTENSION ' || quote_ident(e.extname) ||
      CASE WHEN e.extrelocatable OR n.nspname <> 'pg_catalog' THEN ' WITH SCHEMA ' || quote_ident(n.nspname) ELSE '' END
  FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname <> 'plpgsql')sql";

constexpr std::string_view kEnums = R"sql(
  SELECT t.oid, n.nspname, t.typname, NULL, NULL,
    format('CREATE TYPE %I.%I AS ENUM (%s)', n.nspname, t.typname,
      (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder)
       FROM pg_enum e WHERE e.enumtypid = t.oid))
  FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typtype = 'e')sql";

constexpr std::string_view kDomains = R"sql(
  SELECT t.oid, n.nspname, t.typname, NULL, NULL,
    format('CREATE DOMAIN %I.%I AS %s', n.nspname, t.typname, format_type(t.typbasetype, t.typtypmod)) ||
    CASE WHEN t.typcollation <> b.typcollation THEN format(' COLLATE %I.%I', ln.nspname, l.collname) ELSE '' END ||
    coalesce(' DEFAULT ' || pg_get_expr(t.typdefaultbin, 0), '') ||
    CASE WHEN t.typnotnull THEN ' NOT NULL' ELSE '' END ||
    coalesce((SELECT string_agg(format(' CONSTRAINT %I %s', k.conname, pg_get_constraintdef(k.oid)), '' ORDER BY k.conname)
              FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c' AND k.convalidated), '')
  FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace JOIN pg_type b ON b.oid = t.typbasetype
    LEFT JOIN pg_collation l ON l.oid = t.typcollation LEFT JOIN pg_namespace ln ON ln.oid = l.collnamespace
  WHERE t.typtype = 'd')sql";

constexpr std::string_view kComposites = R"sql(
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

constexpr std::string_view kRanges = R"sql(
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
constexpr std::string_view kSequences = R"sql(
  SELECT c.oid, n.nspname, c.relname, NULL, NULL,
    CASE WHEN c.relpersistence = 'u' THEN 'CREATE UNLOGGED SEQUENCE ' ELSE 'CREATE SEQUENCE ' END ||
    format('%I.%I AS %s INCREMENT BY %s MINVALUE %s MAXVALUE %s START WITH %s CACHE %s', n.nspname, c.relname,
      format_type(s.seqtypid, NULL), s.seqincrement, s.seqmin, s.seqmax, s.seqstart, s.seqcache) ||
    CASE WHEN s.seqcycle THEN ' CYCLE' ELSE '' END
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_sequence s ON s.seqrelid = c.oid
  WHERE NOT EXISTS (SELECT FROM pg_depend d
                    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'i'))sql";
constexpr std::string_view kOwnedSequences = R"sql(
  SELECT c.oid, n.nspname, c.relname, NULL, t.oid,
    format('ALTER SEQUENCE %I.%I OWNED BY %I.%I.%I', n.nspname, c.relname, tn.nspname, t.relname, a.attname)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'a'
      AND d.refclassid = 'pg_class'::regclass
    JOIN pg_class t ON t.oid = d.refobjid JOIN pg_namespace tn ON tn.oid = t.relnamespace
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
  WHERE c.relkind = 'S')sql";

constexpr std::string_view kRoutines = R"sql(
  SELECT p.oid, n.nspname, p.proname, '(' || pg_get_function_identity_arguments(p.oid) || ')', NULL,
    rtrim(pg_get_functiondef(p.oid), E'\n')
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.oid >= 16384 AND p.prokind IN )sql";
constexpr std::string_view kFunctions = "('f', 'w')";
constexpr std::string_view kProcedures = "('p')";

constexpr std::string_view kAggregates = R"sql(
  SELECT p.oid, n.nspname, p.proname, '(' || pg_get_function_identity_arguments(p.oid) || ')', NULL,
    format('CREATE AGGREGATE %I.%I(%s) (', n.nspname, p.proname,
      coalesce(nullif(pg_get_function_identity_arguments(p.oid), ''), '*')) || concat_ws(', ',
      'SFUNC = ' || g.aggtransfn, 'STYPE = ' || format_type(g.aggtranstype, NULL),
      'SSPACE = ' || nullif(g.aggtransspace, 0), 'FINALFUNC = ' || nullif(g.aggfinalfn::text, '-'),
      CASE WHEN g.aggfinalextra THEN 'FINALFUNC_EXTRA' END,
      'FINALFUNC_MODIFY = ' || CASE g.aggfinalmodify WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE'
                               ELSE 'READ_WRITE' END,
      'COMBINEFUNC = ' || nullif(g.aggcombinefn::text, '-'), 'SERIALFUNC = ' || nullif(g.aggserialfn::text, '-'),
      'DESERIALFUNC = ' || nullif(g.aggdeserialfn::text, '-'), 'INITCOND = ' || quote_literal(g.agginitval),
      'MSFUNC = ' || nullif(g.aggmtransfn::text, '-'), 'MINVFUNC = ' || nullif(g.aggminvtransfn::text, '-'),
      CASE WHEN g.aggmtranstype <> 0 THEN 'MSTYPE = ' || format_type(g.aggmtranstype, NULL) END,
      'MSSPACE = ' || nullif(g.aggmtransspace, 0), 'MFINALFUNC = ' || nullif(g.aggmfinalfn::text, '-'),
      CASE WHEN g.aggmfinalextra THEN 'MFINALFUNC_EXTRA' END, 'MINITCOND = ' || quote_literal(g.aggminitval),
      CASE WHEN g.aggsortop <> 0 THEN format('SORTOP = OPERATOR(%I.%s)', sn.nspname, o.oprname) END,
      'PARALLEL = ' || CASE p.proparallel WHEN 's' THEN 'SAFE' WHEN 'r' THEN 'RESTRICTED' ELSE 'UNSAFE' END,
      CASE WHEN g.aggkind = 'h' THEN 'HYPOTHETICAL' END) || ')'
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_aggregate g ON g.aggfnoid = p.oid
    LEFT JOIN pg_operator o ON o.oid = g.aggsortop LEFT JOIN pg_namespace sn ON sn.oid = o.oprnamespace
  WHERE p.oid >= 16384)sql";

// WITH CHECK OPTION is one of reloptions.
constexpr std::string_view kViews = R"sql(
  SELECT c.oid, n.nspname, c.relname, NULL, NULL,
    format('CREATE VIEW %I.%I', n.nspname, c.relname) || coalesce(' WITH (' || array_to_string(c.reloptions, ', ') || ')', '') ||
    E' AS\n' || rtrim(pg_get_viewdef(c.oid), ';')
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'v')sql";
constexpr std::string_view kMaterializedViews = R"sql(
  SELECT c.oid, n.nspname, c.relname, NULL, NULL,
    format('CREATE MATERIALIZED VIEW %I.%I', n.nspname, c.relname) ||
    CASE WHEN am.amname <> 'heap' THEN ' USING ' || quote_ident(am.amname) ELSE '' END ||
    coalesce(' WITH (' || array_to_string(c.reloptions, ', ') || ')', '') ||
    coalesce(' TABLESPACE ' || quote_ident(s.spcname), '') ||
    E' AS\n' || rtrim(pg_get_viewdef(c.oid), ';') || CASE WHEN c.relispopulated THEN '' ELSE E'\nWITH NO DATA' END
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_am am ON am.oid = c.relam
    LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace WHERE c.relkind = 'm')sql";
constexpr std::string_view kIndexesOfViews = R"sql(
  SELECT i.indexrelid, n.nspname, c.relname, NULL, i.indrelid, pg_get_indexdef(i.indexrelid)
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace WHERE t.relkind = 'm')sql";

constexpr std::string_view kExclusions = R"sql(
  SELECT k.oid, NULL, k.conname, NULL, k.conrelid,
    format('ALTER TABLE %I.%I ADD CONSTRAINT %I %s', n.nspname, c.relname, k.conname, pg_get_constraintdef(k.oid))
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE k.contype = 'x' AND k.conislocal AND k.conparentid = 0)sql";

constexpr std::string_view kRules = R"sql(
  SELECT r.oid, NULL, r.rulename, NULL, r.ev_class, rtrim(pg_get_ruledef(r.oid), ';')
  FROM pg_rewrite r WHERE r.rulename <> '_RETURN' AND r.oid >= 16384)sql";

// Triggers of a partition that are clones of the parent's go with them.
constexpr std::string_view kTriggers = R"sql(
  SELECT t.oid, NULL, t.tgname, NULL, t.tgrelid, pg_get_triggerdef(t.oid)
  FROM pg_trigger t WHERE NOT t.tgisinternal AND t.tgparentid = 0)sql";
constexpr std::string_view kTriggerStates = R"sql(
  SELECT t.oid, NULL, t.tgname, NULL, t.tgrelid,
    format('ALTER TABLE %I.%I %s TRIGGER %I', n.nspname, c.relname,
      CASE t.tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE ALWAYS' END, t.tgname)
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND t.tgenabled <> 'O')sql";

constexpr std::string_view kPolicies = R"sql(
  SELECT p.oid, NULL, p.polname, NULL, p.polrelid,
    format('CREATE POLICY %I ON %I.%I', p.polname, n.nspname, c.relname) ||
    CASE WHEN p.polpermissive THEN '' ELSE ' AS RESTRICTIVE' END ||
    CASE p.polcmd WHEN 'r' THEN ' FOR SELECT' WHEN 'a' THEN ' FOR INSERT' WHEN 'w' THEN ' FOR UPDATE'
                  WHEN 'd' THEN ' FOR DELETE' ELSE '' END ||
    CASE WHEN p.polroles = '{0}' THEN '' ELSE ' TO ' ||
      (SELECT string_agg(CASE WHEN u.role = 0 THEN 'PUBLIC' ELSE quote_ident(r.rolname) END, ', ' ORDER BY r.rolname)
       FROM unnest(p.polroles) AS u (role) LEFT JOIN pg_roles r ON r.oid = u.role) END ||
    coalesce(' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')', '') ||
    coalesce(' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')', '')
  FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace)sql";

constexpr std::string_view kStatistics = R"sql(
  SELECT s.oid, n.nspname, s.stxname, NULL, s.stxrelid, pg_get_statisticsobjdef(s.oid)
  FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace)sql";

enum class Naming : std::uint8_t {
  kRelation,  // shares its names with tables
  kOwn,       // has names beside those of tables
  kOfTable,   // has a name within its table
};

struct KindOf {
  std::string_view kind;
  std::string_view catalog;
  Naming naming;
  std::string_view query, more = {};
  bool before_tables = false;
};

// In the order in which they are made where the catalogs leave it open.
constexpr std::array kKinds = {
    KindOf{"schema", "pg_namespace", Naming::kOwn, kSchemas, {}, true},
    KindOf{"extension", "pg_extension", Naming::kOwn, kExtensions, {}, true},
    KindOf{"enum", "pg_type", Naming::kOwn, kEnums, {}, true},
    KindOf{"domain", "pg_type", Naming::kOwn, kDomains, {}, true},
    KindOf{"composite type", "pg_type", Naming::kOwn, kComposites, {}, true},
    KindOf{"range type", "pg_type", Naming::kOwn, kRanges, {}, true},
    KindOf{"sequence", "pg_class", Naming::kRelation, kSequences, {}, true},
    KindOf{"function", "pg_proc", Naming::kOwn, kRoutines, kFunctions},
    KindOf{"procedure", "pg_proc", Naming::kOwn, kRoutines, kProcedures},
    KindOf{"aggregate", "pg_proc", Naming::kOwn, kAggregates},
    KindOf{"view", "pg_class", Naming::kRelation, kViews},
    KindOf{"materialized view", "pg_class", Naming::kRelation, kMaterializedViews},
    KindOf{"index", "pg_class", Naming::kRelation, kIndexesOfViews},
    KindOf{"exclusion constraint", "pg_constraint", Naming::kOfTable, kExclusions},
    KindOf{"sequence owner", "", Naming::kOwn, kOwnedSequences},
    KindOf{"rule", "pg_rewrite", Naming::kOfTable, kRules},
    KindOf{"trigger", "pg_trigger", Naming::kOfTable, kTriggers},
    KindOf{"trigger state", "", Naming::kOfTable, kTriggerStates},
    KindOf{"policy", "pg_policy", Naming::kOfTable, kPolicies},
    KindOf{"statistics", "pg_statistic_ext", Naming::kOwn, kStatistics},
};
constexpr std::string_view kComment = "comment";

// Tables and their columns have their comments themselves. An extension brings its own.
constexpr std::string_view kComments = R"sql(
  SELECT d.classoid::regclass, d.objoid, o.type, o.identity, quote_literal(d.description)
  FROM pg_description d
    CROSS JOIN LATERAL pg_identify_object(d.classoid, d.objoid, d.objsubid) AS o
  WHERE (d.objoid >= 16384 OR o.type = 'schema' AND o.identity = 'public' AND d.description <> 'standard public schema')
    AND d.classoid <> 'pg_extension'::regclass
    AND NOT EXISTS (SELECT FROM pg_class c
                    WHERE d.classoid = 'pg_class'::regclass AND c.oid = d.objoid AND c.relkind IN ('r', 'p')))sql";

// What is seen, and not managed yet. Grants are those that somebody gave or took.
constexpr std::string_view kUnmanaged = R"sql(
  WITH seen (kind, class, oid, schema, name) AS (
    SELECT 'operator', 'pg_operator'::regclass, oid, oprnamespace,
      oprname || '(' || oprleft::regtype || ',' || oprright::regtype || ')' FROM pg_operator
    UNION ALL SELECT 'operator class', 'pg_opclass'::regclass, oid, opcnamespace, quote_ident(opcname) FROM pg_opclass
    UNION ALL SELECT 'cast', 'pg_cast'::regclass, oid, 0,
      format_type(castsource, NULL) || ' AS ' || format_type(casttarget, NULL) FROM pg_cast
    UNION ALL SELECT 'collation', 'pg_collation'::regclass, oid, collnamespace, quote_ident(collname) FROM pg_collation
    UNION ALL SELECT 'conversion', 'pg_conversion'::regclass, oid, connamespace, quote_ident(conname) FROM pg_conversion
    UNION ALL SELECT 'base type', 'pg_type'::regclass, oid, typnamespace, quote_ident(typname) FROM pg_type
      WHERE typtype = 'b' AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = pg_type.oid)
    UNION ALL SELECT 'foreign table', 'pg_class'::regclass, oid, relnamespace, quote_ident(relname) FROM pg_class
      WHERE relkind = 'f'
    UNION ALL SELECT 'foreign data wrapper', 'pg_foreign_data_wrapper'::regclass, oid, 0, quote_ident(fdwname)
      FROM pg_foreign_data_wrapper
    UNION ALL SELECT 'foreign server', 'pg_foreign_server'::regclass, oid, 0, quote_ident(srvname)
      FROM pg_foreign_server
    UNION ALL SELECT 'event trigger', 'pg_event_trigger'::regclass, oid, 0, quote_ident(evtname) FROM pg_event_trigger
    UNION ALL SELECT 'publication', 'pg_publication'::regclass, oid, 0, quote_ident(pubname) FROM pg_publication
    UNION ALL SELECT 'subscription', 'pg_subscription'::regclass, oid, 0, quote_ident(subname) FROM pg_subscription
      WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
    UNION ALL SELECT 'text search configuration', 'pg_ts_config'::regclass, oid, cfgnamespace, quote_ident(cfgname)
      FROM pg_ts_config
    UNION ALL SELECT 'text search dictionary', 'pg_ts_dict'::regclass, oid, dictnamespace, quote_ident(dictname)
      FROM pg_ts_dict
    UNION ALL SELECT 'language', 'pg_language'::regclass, oid, 0, quote_ident(lanname) FROM pg_language
    UNION ALL SELECT 'access method', 'pg_am'::regclass, oid, 0, quote_ident(amname) FROM pg_am
    UNION ALL SELECT 'grant', 'pg_class'::regclass, oid, relnamespace, quote_ident(relname) FROM pg_class
      WHERE relacl IS NOT NULL
    UNION ALL SELECT 'grant', 'pg_proc'::regclass, oid, pronamespace, quote_ident(proname) FROM pg_proc
      WHERE proacl IS NOT NULL
    UNION ALL SELECT 'grant', 'pg_namespace'::regclass, oid, 0, quote_ident(nspname) FROM pg_namespace
      WHERE nspacl IS NOT NULL
    UNION ALL SELECT 'default privilege', 'pg_default_acl'::regclass, oid, defaclnamespace, pg_get_userbyid(defaclrole)
      FROM pg_default_acl
    UNION ALL SELECT 'unvalidated constraint of a domain', 'pg_constraint'::regclass, oid, connamespace,
      quote_ident(conname) FROM pg_constraint WHERE contypid <> 0 AND NOT convalidated
    UNION ALL SELECT 'disabled rule', 'pg_rewrite'::regclass, oid, 0, quote_ident(rulename) FROM pg_rewrite
      WHERE ev_enabled <> 'O'
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
    UNION ALL SELECT 'statistics target of an index', 'pg_class'::regclass, c.oid, c.relnamespace,
      quote_ident(c.relname)
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
      WHERE c.relkind IN ('i', 'I') AND nullif(a.attstattarget, -1) IS NOT NULL
  )
  SELECT s.kind, CASE WHEN n.nspname <> 'public' THEN quote_ident(n.nspname) || '.' ELSE '' END || s.name
  FROM seen s LEFT JOIN pg_namespace n ON n.oid = s.schema
  WHERE s.oid >= 16384 AND coalesce(n.nspname !~ '^pg_' AND n.nspname <> 'information_schema', true)
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = s.class AND d.objid = s.oid AND d.deptype IN ('e', 'i'))
  ORDER BY 1, 2)sql";

std::string filtered(const KindOf& kind) {
  const std::string catalog(kind.catalog.empty() ? "pg_class" : kind.catalog);
  return fmt::format(R"sql(
    SELECT q.* FROM ({}{}) AS q (oid, schema, name, suffix, relation, sql)
    WHERE coalesce(q.schema !~ '^pg_' AND q.schema <> 'information_schema', true)
      AND NOT EXISTS (SELECT FROM pg_depend d
                      WHERE d.classid = '{}'::regclass AND d.objid = q.oid AND d.deptype = 'e'))sql",
                     kind.query, kind.more, catalog);
}

Identifier name_of(const KindOf& kind, Row row, const Identifier* on) {
  Identifier name = row[1] ? qualified_name(text(row, 1), text(row, 2)) : simple_name(text(row, 2));
  if (kind.naming == Naming::kRelation) return name;
  name.text += text(row, 3);
  name.key = fmt::format("{} {}{}", kind.kind, name.key, text(row, 3));
  if (on != nullptr) name.key += " ON " + on->key;
  return name;
}

void read_kind(const KindOf& kind, Catalog& catalog, Objects& objects, std::vector<Definition>& out) {
  catalog.query(filtered(kind), [&](Row row) {
    const Identifier* on = nullptr;
    if (row[4]) {
      on = objects.find(address("pg_class", text(row, 4)));
      if (on == nullptr) return;  // it belongs to what is not managed
    }
    Definition made;
    made.kind = kind.kind;
    made.name = name_of(kind, row, kind.naming == Naming::kOfTable ? on : nullptr);
    if (on != nullptr) {
      made.on = *on;
      made.mentions.push_back(*on);
    }
    made.sql = {text(row, 5), text(row, 5)};
    if (kind.catalog.empty()) {  // it says something of another object
      const Identifier* subject =
          objects.find(address(made.kind == "sequence owner" ? "pg_class" : "pg_trigger", text(row, 0)));
      if (subject == nullptr) return;
      made.mentions.push_back(*subject);
    } else {
      objects.names.emplace(address(kind.catalog, text(row, 0)), made.name);
    }
    out.push_back(std::move(made));
  });
}

// What pg_identify_object calls it, and COMMENT ON (https://www.postgresql.org/docs/current/sql-comment.html).
std::string comment_on(const std::string& type, const std::string& identity) {
  if (type.ends_with(" column")) return "COLUMN " + identity;
  if (type == "table constraint") return "CONSTRAINT " + identity;
  if (type == "domain constraint") {
    const std::size_t on = identity.rfind(" on ");
    return "CONSTRAINT " + identity.substr(0, on) + " ON DOMAIN" + identity.substr(on + 3);
  }
  if (type == "statistics object") return "STATISTICS " + identity;
  std::string word;
  for (const char c : type) word += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return word + ' ' + identity;
}

void read_comments(Catalog& catalog, const Objects& objects, std::vector<Definition>& out) {
  catalog.query(kComments, [&](Row row) {
    const Identifier* subject = objects.find(address(text(row, 0), text(row, 1)));
    const std::string type = text(row, 2);
    if (subject == nullptr && !(type == "schema" && text(row, 3) == "public")) return;
    Definition made;
    made.kind = kComment;
    made.name = {type + ' ' + text(row, 3), fmt::format("{} {} {}", kComment, type, text(row, 3))};
    const std::string sql = fmt::format("COMMENT ON {} IS {}", comment_on(type, text(row, 3)), text(row, 4));
    made.sql = {sql, sql};
    if (subject != nullptr) made.mentions.push_back(*subject);
    out.push_back(std::move(made));
  });
}

}  // namespace

std::vector<Definition> read_definitions(Catalog& catalog, Objects& objects) {
  std::vector<Definition> all;
  for (const KindOf& kind : kKinds) read_kind(kind, catalog, objects, all);
  read_comments(catalog, objects, all);
  return all;
}

std::vector<Unmanaged> read_unmanaged(Catalog& catalog) {
  std::vector<Unmanaged> all;
  catalog.query(kUnmanaged, [&](Row row) { all.push_back({text(row, 0), text(row, 1)}); });
  return all;
}

std::size_t rank_of(std::string_view kind) {
  const auto* found = std::find_if(kKinds.begin(), kKinds.end(), [&](const KindOf& one) { return one.kind == kind; });
  const auto place = static_cast<std::size_t>(found - kKinds.begin());
  return found != kKinds.end() && found->before_tables ? place : place + 1;
}

std::size_t rank_of_tables() {
  return static_cast<std::size_t>(
      std::count_if(kKinds.begin(), kKinds.end(), [](const KindOf& kind) { return kind.before_tables; }));
}

}  // namespace aludel::postgresql
