// What reaches beyond tables: foreign data, text search, publications, event triggers.
#pragma once

#include <string_view>

namespace aludel::postgresql {

// What `aludel_secret` in a query below stands for: the name of an option says that it is one. Such options are never
// read, so that no output can hold them.
inline constexpr std::string_view kIsSecret = "o.option_name ~* '(pass|secret|token|credential|private)'";

inline constexpr std::string_view kWrappers = R"sql(
  SELECT w.oid, NULL, w.fdwname, NULL, NULL,
    format('CREATE FOREIGN DATA WRAPPER %I', w.fdwname) || coalesce(' HANDLER ' || nullif(w.fdwhandler, 0)::regproc, '') ||
    coalesce(' VALIDATOR ' || nullif(w.fdwvalidator, 0)::regproc, '') ||
    coalesce((SELECT ' OPTIONS (' || string_agg(format('%I %L', o.option_name, o.option_value), ', ' ORDER BY o.option_name)
                || ')' FROM pg_options_to_table(w.fdwoptions) o WHERE NOT (aludel_secret)), '')
  FROM pg_foreign_data_wrapper w)sql";

inline constexpr std::string_view kServers = R"sql(
  SELECT s.oid, NULL, s.srvname, NULL, NULL,
    format('CREATE SERVER %I', s.srvname) || coalesce(' TYPE ' || quote_literal(s.srvtype), '') ||
    coalesce(' VERSION ' || quote_literal(s.srvversion), '') || ' FOREIGN DATA WRAPPER ' || quote_ident(w.fdwname) ||
    coalesce((SELECT ' OPTIONS (' || string_agg(format('%I %L', o.option_name, o.option_value), ', ' ORDER BY o.option_name)
                || ')' FROM pg_options_to_table(s.srvoptions) o WHERE NOT (aludel_secret)), '')
  FROM pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw)sql";

// The view shows options to those who may see them.
inline constexpr std::string_view kUserMappings = R"sql(
  SELECT m.umid, NULL, format('FOR %s SERVER %I', CASE WHEN m.umuser = 0 THEN 'PUBLIC' ELSE quote_ident(m.usename) END, m.srvname),
    NULL, NULL,
    format('CREATE USER MAPPING FOR %s SERVER %I', CASE WHEN m.umuser = 0 THEN 'PUBLIC' ELSE quote_ident(m.usename) END, m.srvname) ||
    coalesce((SELECT ' OPTIONS (' || string_agg(format('%I %L', o.option_name, o.option_value), ', ' ORDER BY o.option_name)
                || ')' FROM pg_options_to_table(m.umoptions) o WHERE NOT (aludel_secret)), '')
  FROM pg_user_mappings m)sql";

inline constexpr std::string_view kForeignTables = R"sql(
  SELECT c.oid, n.nspname, c.relname, NULL, NULL,
    format('CREATE FOREIGN TABLE %I.%I ', n.nspname, c.relname) ||
    CASE WHEN c.relispartition THEN
      (SELECT format('PARTITION OF %I.%I ', pn.nspname, p.relname)
       FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace pn ON pn.oid = p.relnamespace
       WHERE i.inhrelid = c.oid) || pg_get_expr(c.relpartbound, c.oid)
    ELSE '(' || concat_ws(',',
      (SELECT string_agg(E'\n  ' || quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod) ||
          coalesce((SELECT ' OPTIONS (' || string_agg(format('%I %L', o.option_name, o.option_value), ', ' ORDER BY o.option_name)
                      || ')' FROM pg_options_to_table(a.attfdwoptions) o), '') ||
          CASE WHEN a.attcollation <> t.typcollation THEN format(' COLLATE %I.%I', ln.nspname, l.collname) ELSE '' END ||
          coalesce(CASE WHEN a.attgenerated = '' THEN ' DEFAULT ' || pg_get_expr(e.adbin, e.adrelid)
                   ELSE ' GENERATED ALWAYS AS (' || pg_get_expr(e.adbin, e.adrelid) || ') STORED' END, '') ||
          CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END, ',' ORDER BY a.attnum)
       FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
         LEFT JOIN pg_attrdef e ON e.adrelid = a.attrelid AND e.adnum = a.attnum
         LEFT JOIN pg_collation l ON l.oid = a.attcollation LEFT JOIN pg_namespace ln ON ln.oid = l.collnamespace
       WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND (a.attinhcount = 0 OR a.attislocal)),
      (SELECT string_agg(format(E'\n  CONSTRAINT %I %s', k.conname, pg_get_constraintdef(k.oid)), ',' ORDER BY k.conname)
       FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'c' AND k.conislocal)) || E'\n)' ||
      coalesce((SELECT ' INHERITS (' || string_agg(quote_ident(pn.nspname) || '.' || quote_ident(p.relname), ', ' ORDER BY i.inhseqno) || ')'
       FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace pn ON pn.oid = p.relnamespace
       WHERE i.inhrelid = c.oid), '') END ||
    ' SERVER ' || quote_ident(s.srvname) ||
    coalesce((SELECT ' OPTIONS (' || string_agg(format('%I %L', o.option_name, o.option_value), ', ' ORDER BY o.option_name)
                || ')' FROM pg_options_to_table(f.ftoptions) o WHERE NOT (aludel_secret)), '')
  FROM pg_foreign_table f JOIN pg_class c ON c.oid = f.ftrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_foreign_server s ON s.oid = f.ftserver)sql";

inline constexpr std::string_view kParsers = R"sql(
  SELECT p.oid, n.nspname, p.prsname, NULL, NULL,
    format('CREATE TEXT SEARCH PARSER %I.%I (', n.nspname, p.prsname) || concat_ws(', ', 'START = ' || p.prsstart,
      'GETTOKEN = ' || p.prstoken, 'END = ' || p.prsend, 'HEADLINE = ' || nullif(p.prsheadline::text, '-'),
      'LEXTYPES = ' || p.prslextype) || ')'
  FROM pg_ts_parser p JOIN pg_namespace n ON n.oid = p.prsnamespace)sql";

inline constexpr std::string_view kTemplates = R"sql(
  SELECT t.oid, n.nspname, t.tmplname, NULL, NULL,
    format('CREATE TEXT SEARCH TEMPLATE %I.%I (', n.nspname, t.tmplname) || concat_ws(', ',
      'INIT = ' || nullif(t.tmplinit::text, '-'), 'LEXIZE = ' || t.tmpllexize) || ')'
  FROM pg_ts_template t JOIN pg_namespace n ON n.oid = t.tmplnamespace)sql";

inline constexpr std::string_view kDictionaries = R"sql(
  SELECT d.oid, n.nspname, d.dictname, NULL, NULL,
    format('CREATE TEXT SEARCH DICTIONARY %I.%I (TEMPLATE = %I.%I', n.nspname, d.dictname, tn.nspname, t.tmplname) ||
    coalesce(', ' || d.dictinitoption, '') || ')'
  FROM pg_ts_dict d JOIN pg_namespace n ON n.oid = d.dictnamespace JOIN pg_ts_template t ON t.oid = d.dicttemplate
    JOIN pg_namespace tn ON tn.oid = t.tmplnamespace)sql";

inline constexpr std::string_view kConfigurations = R"sql(
  SELECT c.oid, n.nspname, c.cfgname, NULL, NULL,
    format('CREATE TEXT SEARCH CONFIGURATION %I.%I (PARSER = %I.%I)', n.nspname, c.cfgname, pn.nspname, p.prsname)
  FROM pg_ts_config c JOIN pg_namespace n ON n.oid = c.cfgnamespace JOIN pg_ts_parser p ON p.oid = c.cfgparser
    JOIN pg_namespace pn ON pn.oid = p.prsnamespace)sql";

inline constexpr std::string_view kMappings = R"sql(
  SELECT c.oid, n.nspname, c.cfgname, ' FOR ' || quote_ident(t.alias), NULL,
    format('ALTER TEXT SEARCH CONFIGURATION %I.%I ADD MAPPING FOR %I WITH %s', n.nspname, c.cfgname, t.alias,
      string_agg(m.mapdict::regdictionary::text, ', ' ORDER BY m.mapseqno))
  FROM pg_ts_config c JOIN pg_namespace n ON n.oid = c.cfgnamespace JOIN pg_ts_config_map m ON m.mapcfg = c.oid
    JOIN LATERAL ts_token_type(c.cfgparser) t ON t.tokid = m.maptokentype
  WHERE c.oid >= 16384 GROUP BY c.oid, n.nspname, c.cfgname, t.alias)sql";

inline constexpr std::string_view kPublications = R"sql(
  SELECT p.oid, NULL, p.pubname, NULL, NULL,
    format('CREATE PUBLICATION %I%s WITH (publish = %L, publish_via_partition_root = %s%s)', p.pubname,
      CASE WHEN p.puballtables THEN ' FOR ALL TABLES' ELSE '' END,
      concat_ws(', ', CASE WHEN p.pubinsert THEN 'insert' END, CASE WHEN p.pubupdate THEN 'update' END,
        CASE WHEN p.pubdelete THEN 'delete' END, CASE WHEN p.pubtruncate THEN 'truncate' END), p.pubviaroot::text,
      CASE to_jsonb(p)->>'pubgencols' WHEN 's' THEN ', publish_generated_columns = stored'
        WHEN 'n' THEN ', publish_generated_columns = none' ELSE '' END)
  FROM pg_publication p)sql";
inline constexpr std::string_view kPublishedTables = R"sql(
  SELECT r.oid, NULL, p.pubname, NULL, r.prrelid,
    format('ALTER PUBLICATION %I ADD TABLE ONLY %I.%I', p.pubname, n.nspname, c.relname) ||
    coalesce((SELECT ' (' || string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) || ')'
              FROM unnest(r.prattrs::int2[]) AS u (n) JOIN pg_attribute a ON a.attrelid = r.prrelid AND a.attnum = u.n), '') ||
    coalesce(' WHERE (' || pg_get_expr(r.prqual, r.prrelid) || ')', '')
  FROM pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid JOIN pg_class c ON c.oid = r.prrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace)sql";
inline constexpr std::string_view kPublishedSchemas = R"sql(
  SELECT r.oid, NULL, format('%I of %I', n.nspname, p.pubname), NULL, NULL,
    format('ALTER PUBLICATION %I ADD TABLES IN SCHEMA %I', p.pubname, n.nspname)
  FROM pg_publication_namespace r JOIN pg_publication p ON p.oid = r.pnpubid JOIN pg_namespace n ON n.oid = r.pnnspid)sql";

inline constexpr std::string_view kEventTriggers = R"sql(
  SELECT t.oid, NULL, t.evtname, NULL, NULL,
    format('CREATE EVENT TRIGGER %I ON %s', t.evtname, t.evtevent) ||
    coalesce(' WHEN TAG IN (' || (SELECT string_agg(quote_literal(u.tag), ', ') FROM unnest(t.evttags) AS u (tag)) || ')', '') ||
    format(' EXECUTE FUNCTION %s()', t.evtfoid::regproc)
  FROM pg_event_trigger t)sql";
inline constexpr std::string_view kEventTriggerStates = R"sql(
  SELECT t.oid, NULL, t.evtname, NULL, NULL,
    format('ALTER EVENT TRIGGER %I %s', t.evtname,
      CASE t.evtenabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE ALWAYS' END)
  FROM pg_event_trigger t WHERE t.evtenabled <> 'O')sql";

// What goes with an extension, though it is none of its own: ALTER ... DEPENDS ON EXTENSION.
inline constexpr std::string_view kExtensionsOfRoutines = R"sql(
  SELECT p.oid, NULL, format('%I of %s', e.extname, o.called), NULL, NULL,
    format('ALTER %s DEPENDS ON EXTENSION %I', o.called, e.extname)
  FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid JOIN pg_proc p ON p.oid = d.objid
    JOIN pg_namespace n ON n.oid = p.pronamespace
    CROSS JOIN LATERAL format('%s %I.%I(%s)', CASE p.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END, n.nspname,
      p.proname, pg_get_function_identity_arguments(p.oid)) AS o (called)
  WHERE d.deptype = 'x' AND d.classid = 'pg_proc'::regclass AND d.refclassid = 'pg_extension'::regclass)sql";
inline constexpr std::string_view kExtensionsOfTriggers = R"sql(
  SELECT t.oid, NULL, format('%I of %s', e.extname, o.called), NULL, t.tgrelid,
    format('ALTER %s DEPENDS ON EXTENSION %I', o.called, e.extname)
  FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid JOIN pg_trigger t ON t.oid = d.objid
    JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    CROSS JOIN LATERAL format('TRIGGER %I ON %I.%I', t.tgname, n.nspname, c.relname) AS o (called)
  WHERE d.deptype = 'x' AND d.classid = 'pg_trigger'::regclass AND d.refclassid = 'pg_extension'::regclass
    AND t.tgparentid = 0)sql";
inline constexpr std::string_view kExtensionsOfRelations = R"sql(
  SELECT c.oid, NULL, format('%I of %s', e.extname, o.called), NULL, i.indrelid,
    format('ALTER %s DEPENDS ON EXTENSION %I', o.called, e.extname)
  FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid JOIN pg_class c ON c.oid = d.objid
    JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_index i ON i.indexrelid = c.oid
    CROSS JOIN LATERAL format('%s %I.%I', CASE c.relkind WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'INDEX' END, n.nspname,
      c.relname) AS o (called)
  WHERE d.deptype = 'x' AND d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_extension'::regclass)sql";

}  // namespace aludel::postgresql
