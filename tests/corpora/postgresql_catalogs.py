"""A database as the server's catalogs tell of it, read with SQL of the tests' own: a row for each object, on one line. It judges
where there is no pg_dump of the server's version; postgresql_mutants.py holds it against one.

The columns of a table have no order, but those of what ALTER cannot change: types and foreign tables. Indexes and constraints of
a partition that belong to the parent's are left out: their names have no meaning. So are owners and privileges, and what belongs
to an extension or to a session.
"""

import re

# `mine(x)`: x is a row that somebody made, and no extension.
MINE = re.compile(r"mine\((\w+)\)")

COMMON = r"""
WITH member AS MATERIALIZED (SELECT classid, objid FROM pg_depend WHERE deptype = 'e'),
own AS MATERIALIZED (SELECT c.*, c.oid::regclass::text AS called FROM pg_class c WHERE mine(c)
  AND relnamespace::regnamespace::text !~ '^pg_')
"""

QUERIES = r"""
'relation', called, relkind, relpersistence, reloptions, relrowsecurity, relforcerowsecurity, relreplident,
  pg_get_partkeydef(oid), pg_get_expr(relpartbound, oid), reloftype::regtype,
  (SELECT array_agg(inhparent::regclass::text ORDER BY inhseqno) FROM pg_inherits WHERE inhrelid = own.oid),
  (SELECT amname FROM pg_am WHERE pg_am.oid = relam), (SELECT spcname FROM pg_tablespace s WHERE s.oid = reltablespace),
  (SELECT t.reloptions FROM pg_class t WHERE t.oid = own.reltoastrelid), pg_get_viewdef(oid)
  FROM own WHERE relkind NOT IN ('t', 'i', 'I');
'column', called, attname, format_type(atttypid, atttypmod), attnotnull, attidentity, attgenerated, attstorage, attcompression,
  attcollation::regcollation, attoptions, attfdwoptions, attislocal OR relispartition, coalesce(attstattarget, -1),
  CASE WHEN relkind IN ('c', 'f') THEN row_number() OVER (PARTITION BY attrelid ORDER BY attnum) END, pg_get_expr(adbin, adrelid)
  FROM own JOIN pg_attribute ON attrelid = own.oid LEFT JOIN pg_attrdef ON adrelid = own.oid AND adnum = attnum
  WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'c') AND attnum > 0 AND NOT attisdropped;
'constraint', called, CASE WHEN conname !~ '_not_null[0-9]*$' THEN conname END, pg_get_constraintdef(k.oid), convalidated, conislocal
  FROM own JOIN pg_constraint k ON conrelid = own.oid
  WHERE contype <> 't' AND conparentid = 0 AND NOT (relispartition AND coninhcount > 0);
'constraint', contypid::regtype, conname, pg_get_constraintdef(k.oid), convalidated FROM pg_constraint k
  WHERE contypid <> 0 AND mine(k);
'index', pg_get_indexdef(own.oid), indisvalid, indisreplident, indisclustered,
  (SELECT spcname FROM pg_tablespace s WHERE s.oid = reltablespace),
  (SELECT array_agg((attnum, attstattarget) ORDER BY attnum) FROM pg_attribute WHERE attrelid = own.oid AND attstattarget >= 0)
  FROM own JOIN pg_index ON indexrelid = own.oid WHERE NOT relispartition;
'sequence', called, seqtypid::regtype, seqstart, seqincrement, seqmin, seqmax, seqcache, seqcycle,
  (SELECT refobjid::regclass || '.' || attname FROM pg_depend d JOIN pg_attribute ON attrelid = refobjid AND attnum = refobjsubid
   WHERE classid = 'pg_class'::regclass AND objid = own.oid AND d.deptype IN ('a', 'i') AND refobjsubid > 0)
  FROM own JOIN pg_sequence ON seqrelid = own.oid;
'type', t.oid::regtype, typtype, typnotnull, pg_get_expr(typdefaultbin, 0), typdefault, format_type(typbasetype, typtypmod),
  typcollation::regcollation, typlen, typbyval, typcategory, typispreferred, typdelim, typelem::regtype, typinput, typoutput,
  typreceive, typsend, typmodin, typmodout, typanalyze, typalign, typstorage,
  (SELECT array_agg(enumlabel ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid)
  FROM pg_type t WHERE mine(t) AND typnamespace::regnamespace::text !~ '^pg_';
'range', rngtypid::regtype, rngsubtype::regtype, rngmultitypid::regtype, rngcollation::regcollation, rngcanonical, rngsubdiff,
  (pg_identify_object('pg_opclass'::regclass, rngsubopc, 0)).identity FROM pg_range JOIN pg_type t ON t.oid = rngtypid WHERE mine(t);
'routine', CASE prokind WHEN 'a' THEN p.oid::regprocedure::text ELSE pg_get_functiondef(p.oid) END FROM pg_proc p
  WHERE mine(p) AND pronamespace::regnamespace::text !~ '^pg_';
'aggregate', p.oid::regprocedure, pg_get_function_arguments(p.oid), proparallel, aggkind, aggnumdirectargs, aggtransfn, aggfinalfn,
  aggcombinefn, aggserialfn, aggdeserialfn, aggmtransfn, aggminvtransfn, aggmfinalfn, aggfinalextra, aggmfinalextra, aggfinalmodify,
  aggmfinalmodify, aggsortop::regoperator, aggtranstype::regtype, aggtransspace, aggmtranstype::regtype, aggmtransspace,
  agginitval, aggminitval FROM pg_aggregate JOIN pg_proc p ON p.oid = aggfnoid WHERE mine(p);
'trigger', pg_get_triggerdef(t.oid), tgenabled FROM pg_trigger t JOIN own ON own.oid = tgrelid
  WHERE NOT tgisinternal AND tgparentid = 0;
'trigger of a partition', tgrelid::regclass, tgname, tgenabled FROM pg_trigger t
  WHERE NOT tgisinternal AND tgenabled <> (SELECT tgenabled FROM pg_trigger p WHERE p.oid = t.tgparentid);
'rule', pg_get_ruledef(r.oid), ev_enabled FROM pg_rewrite r JOIN own ON own.oid = ev_class WHERE rulename <> '_RETURN';
'policy', polrelid::regclass, polname, polcmd, polpermissive,
  (SELECT array_agg(CASE role WHEN 0 THEN 'public' ELSE role::regrole::text END ORDER BY 1) FROM unnest(polroles) AS role),
  pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid) FROM pg_policy JOIN own ON own.oid = polrelid;
'statistics', pg_get_statisticsobjdef(s.oid), coalesce(stxstattarget, -1) FROM pg_statistic_ext s WHERE mine(s);
'operator', o.oid::regoperator, oprcode, oprcom::regoperator, oprnegate::regoperator, oprrest, oprjoin, oprcanhash, oprcanmerge
  FROM pg_operator o WHERE mine(o);
'operator family', (pg_identify_object('pg_opfamily'::regclass, f.oid, 0)).identity FROM pg_opfamily f WHERE mine(f);
'operator class', (pg_identify_object('pg_opclass'::regclass, c.oid, 0)).identity, opcintype::regtype, opcdefault,
  opckeytype::regtype, (pg_identify_object('pg_opfamily'::regclass, opcfamily, 0)).identity FROM pg_opclass c WHERE mine(c);
'member', (pg_identify_object('pg_amop'::regclass, m.oid, 0)).identity, amopopr::regoperator,
  (pg_identify_object('pg_opfamily'::regclass, amopsortfamily, 0)).identity,
  (SELECT array_agg((pg_identify_object(refclassid, refobjid, 0)).identity ORDER BY 1) FROM pg_depend
   WHERE classid = 'pg_amop'::regclass AND objid = m.oid AND refclassid IN ('pg_opclass'::regclass, 'pg_opfamily'::regclass))
  FROM pg_amop m JOIN pg_opfamily f ON f.oid = amopfamily WHERE m.oid >= 16384 AND (f.tableoid, f.oid) NOT IN (SELECT * FROM member);
'member', (pg_identify_object('pg_amproc'::regclass, m.oid, 0)).identity, amproc::regprocedure,
  (SELECT array_agg((pg_identify_object(refclassid, refobjid, 0)).identity ORDER BY 1) FROM pg_depend
   WHERE classid = 'pg_amproc'::regclass AND objid = m.oid AND refclassid IN ('pg_opclass'::regclass, 'pg_opfamily'::regclass))
  FROM pg_amproc m JOIN pg_opfamily f ON f.oid = amprocfamily WHERE m.oid >= 16384 AND (f.tableoid, f.oid) NOT IN (SELECT * FROM member);
'cast', castsource::regtype, casttarget::regtype, castfunc::regprocedure, castcontext, castmethod FROM pg_cast c WHERE mine(c);
'collation', c.oid::regcollation, to_jsonb(c) - 'oid' - 'collversion' - 'collnamespace' - 'collowner' FROM pg_collation c WHERE mine(c);
'conversion', connamespace::regnamespace, conproc, to_jsonb(c) - 'oid' - 'connamespace' - 'conowner' - 'conproc'
  FROM pg_conversion c WHERE mine(c);
'language', lanname, lanpltrusted, lanplcallfoid::regprocedure, laninline::regprocedure, lanvalidator::regprocedure
  FROM pg_language l WHERE mine(l);
'transform', trftype::regtype, lanname, trffromsql::regprocedure, trftosql::regprocedure
  FROM pg_transform t JOIN pg_language l ON l.oid = trflang WHERE mine(t);
'access method', amname, amtype, amhandler FROM pg_am a WHERE mine(a);
'parser', (pg_identify_object('pg_ts_parser'::regclass, p.oid, 0)).identity, prsstart, prstoken, prsend, prsheadline, prslextype
  FROM pg_ts_parser p WHERE mine(p);
'template', (pg_identify_object('pg_ts_template'::regclass, t.oid, 0)).identity, tmplinit, tmpllexize FROM pg_ts_template t
  WHERE mine(t);
'dictionary', d.oid::regdictionary, dictinitoption, (pg_identify_object('pg_ts_template'::regclass, dicttemplate, 0)).identity
  FROM pg_ts_dict d WHERE mine(d);
'configuration', c.oid::regconfig, (pg_identify_object('pg_ts_parser'::regclass, cfgparser, 0)).identity FROM pg_ts_config c
  WHERE mine(c);
'mapping', c.oid::regconfig, maptokentype, mapseqno, mapdict::regdictionary FROM pg_ts_config_map JOIN pg_ts_config c ON c.oid = mapcfg
  WHERE mine(c);
'wrapper', fdwname, fdwoptions, fdwhandler::regproc, fdwvalidator::regproc FROM pg_foreign_data_wrapper w WHERE mine(w);
'server', srvname, srvtype, srvversion, srvoptions, fdwname FROM pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = srvfdw
  WHERE mine(s);
'user mapping', usename, srvname, umoptions FROM pg_user_mappings;
'foreign table', called, srvname, ftoptions FROM own JOIN pg_foreign_table ON ftrelid = own.oid
  JOIN pg_foreign_server s ON s.oid = ftserver;
'event trigger', evtname, evtevent, evtfoid::regproc, evtenabled, evttags FROM pg_event_trigger e WHERE mine(e);
'publication', to_jsonb(p) - 'oid' - 'pubowner' FROM pg_publication p;
'published', pubname, prrelid::regclass, (SELECT array_agg(attname ORDER BY attname) FROM pg_attribute
   WHERE attrelid = prrelid AND attnum = ANY (prattrs::int2[])), pg_get_expr(prqual, prrelid)
  FROM pg_publication_rel JOIN pg_publication p ON p.oid = prpubid;
'published', pubname, pnnspid::regnamespace FROM pg_publication_namespace JOIN pg_publication p ON p.oid = pnpubid;
'subscription', subname, subenabled, subconninfo, subslotname, subpublications FROM pg_subscription
  WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database());
'extension', extname, extnamespace::regnamespace FROM pg_extension e WHERE mine(e);
'goes with an extension', type, identity, extname
  FROM pg_depend JOIN pg_extension e ON e.oid = refobjid, pg_identify_object(classid, objid, objsubid)
  WHERE deptype = 'x' AND refclassid = 'pg_extension'::regclass;
'schema', nspname FROM pg_namespace n WHERE mine(n) AND nspname !~ '^pg_';
'comment', type, identity, description FROM pg_description d, pg_identify_object(classoid, objoid, objsubid)
  WHERE (objoid >= 16384 OR identity = 'public' AND type = 'schema') AND (classoid, objoid) NOT IN (SELECT * FROM member)
"""

SETTINGS = "SET search_path = pg_catalog;"  # so that the server writes all names in full


def all_rows() -> str:
    """A query for them, under SETTINGS."""
    selects = [f"SELECT replace(t::text, E'\\n', ' ') AS line FROM (SELECT {query}) AS t" for query in QUERIES.split(";\n")]
    return MINE.sub(r"\1.oid >= 16384 AND (\1.tableoid, \1.oid) NOT IN (SELECT * FROM member)", COMMON + "\nUNION ALL ".join(selects))


def rows(server, database: str) -> list[str]:
    return sorted(server.query(f"{SETTINGS}\n{all_rows()}", database))
