"""What pg_dump tells of two databases, in a form in which equal schemas are equal: statements sorted, without comments and
settings; the columns of a table in no order, since ALTER TABLE cannot choose one. Indexes and constraints of a partition that
belong to the parent's are left out: their names have no meaning.
"""

import re
import subprocess
from pathlib import Path

NOISE = re.compile(r"^(--.*|\\(?:un)?restrict .*|SET .*|SELECT pg_catalog\.set_config.*)\n?", re.MULTILINE)
TABLE = re.compile(r"^(CREATE (?:UNLOGGED )?TABLE .*?\()\n(.*)\n(\).*)$", re.DOTALL)
ATTACHED = re.compile(r"ALTER INDEX \S+ ATTACH PARTITION (?:\w+\.)?(\S+)$")
MADE = re.compile(r"(?:CREATE (?:UNIQUE )?INDEX|ALTER TABLE ONLY \S+\n    ADD CONSTRAINT) (\S+) ")
STANDIN = re.compile(r"CREATE VIEW \S+ AS\nSELECT\n    NULL::")
BODY = re.compile(r"\$(\w*)\$.*?\$\1\$|'(?:[^']|'')*'", re.DOTALL)


def statements(text: str) -> list[str]:
    """Cut at `;` and a line end, outside of bodies and strings."""
    found, start, at = [], 0, 0
    while at < len(text):
        body = BODY.match(text, at) if text[at] in "$'" else None
        if body:
            at = body.end()
        elif text.startswith(";\n", at):
            found.append(text[start:at].strip())
            at = start = at + 2
        else:
            at += 1
    return [one for one in (*found, text[start:].strip()) if one]


def without_column_order(statement: str) -> str:
    table = TABLE.match(statement)
    if not table:
        return statement
    columns = sorted(line.rstrip(",") for line in table[2].split("\n"))
    return "\n".join([table[1], *columns, table[3]])


def normal(dump: str) -> list[str]:
    all_of_it = statements(NOISE.sub("", dump))
    attached = {found[1] for one in all_of_it if (found := ATTACHED.match(one))}
    # A view that needs a primary key (GROUP BY) is dumped twice if that suits the order: first with NULLs for its columns.
    all_of_it = [one.replace("CREATE OR REPLACE VIEW", "CREATE VIEW") for one in all_of_it if not STANDIN.match(one)]
    kept = (one for one in all_of_it if not ATTACHED.match(one) and (made := MADE.match(one)) is None or
            made and made[1] not in attached)
    return sorted(without_column_order(one) for one in kept)


# Where there is no pg_dump of the server's version: the catalogs, read with SQL of the tests' own. A row says what an object is.
CATALOGS = r"""
SET search_path = pg_catalog;
CREATE TEMP TABLE own AS SELECT c.*, c.oid::regclass::text AS called FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
  WHERE c.oid >= 16384 AND nspname !~ '^pg_';
SELECT 'relation', called, relkind, relpersistence, reloptions, relrowsecurity, relforcerowsecurity, relreplident,
  pg_get_partkeydef(oid), pg_get_expr(relpartbound, oid), reloftype::regtype,
  (SELECT array_agg(inhparent::regclass::text ORDER BY 1) FROM pg_inherits WHERE inhrelid = own.oid),
  (SELECT amname FROM pg_am WHERE pg_am.oid = relam AND relkind <> 'i'), pg_get_viewdef(oid) FROM own
  WHERE relkind NOT IN ('t', 'i', 'I');
SELECT 'column', called, attname, format_type(atttypid, atttypmod), attnotnull, attidentity, attgenerated, attstorage,
  attcompression, attcollation::regcollation, attoptions, attfdwoptions, attislocal OR relispartition, pg_get_expr(adbin, adrelid)
  FROM own JOIN pg_attribute ON attrelid = own.oid LEFT JOIN pg_attrdef ON adrelid = own.oid AND adnum = attnum
  WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'c') AND attnum > 0 AND NOT attisdropped;
SELECT 'constraint', called, CASE WHEN conname !~ '_not_null[0-9]*$' THEN conname END, pg_get_constraintdef(k.oid), convalidated, conislocal FROM own
  JOIN pg_constraint k ON conrelid = own.oid WHERE contype <> 't' AND conparentid = 0 AND NOT (relispartition AND coninhcount > 0);
SELECT 'constraint', contypid::regtype, conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint
  WHERE contypid <> 0 AND oid >= 16384;
SELECT 'index', pg_get_indexdef(own.oid), indisvalid, indisreplident FROM own JOIN pg_index ON indexrelid = own.oid
  WHERE NOT relispartition;
SELECT 'sequence', called, seqtypid::regtype, seqstart, seqincrement, seqmin, seqmax, seqcache, seqcycle,
  (SELECT refobjid::regclass::text || refobjsubid FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = own.oid
   AND deptype = 'a') IS NULL FROM own JOIN pg_sequence ON seqrelid = own.oid;
SELECT 'type', t.oid::regtype, typtype, typnotnull, typdefault, typbasetype::regtype, typcollation::regcollation,
  (SELECT array_agg(enumlabel ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid),
  (SELECT row(rngsubtype::regtype, rngmultitypid::regtype, rngcollation::regcollation) FROM pg_range WHERE rngtypid = t.oid)
  FROM pg_type t WHERE t.oid >= 16384 AND typnamespace::regnamespace::text !~ '^pg_';
SELECT 'routine', CASE prokind WHEN 'a' THEN oid::regprocedure::text ELSE pg_get_functiondef(oid) END FROM pg_proc p
  WHERE oid >= 16384;
SELECT 'aggregate', aggfnoid::regprocedure, aggtransfn, aggfinalfn, aggtranstype::regtype, agginitval FROM pg_aggregate
  WHERE aggfnoid >= 16384;
SELECT 'trigger', pg_get_triggerdef(oid), tgenabled FROM pg_trigger WHERE NOT tgisinternal AND tgparentid = 0;
SELECT 'rule', pg_get_ruledef(oid), ev_enabled FROM pg_rewrite WHERE oid >= 16384 AND rulename <> '_RETURN';
SELECT 'policy', polrelid::regclass, polname, polcmd, polpermissive, pg_get_expr(polqual, polrelid),
  pg_get_expr(polwithcheck, polrelid) FROM pg_policy;
SELECT 'statistics', pg_get_statisticsobjdef(oid), coalesce(nullif(stxstattarget, -1), -1) FROM pg_statistic_ext;
SELECT 'operator', oid::regoperator, oprcode, oprcom::regoperator, oprnegate::regoperator, oprrest, oprjoin, oprcanhash,
  oprcanmerge FROM pg_operator WHERE oid >= 16384;
SELECT 'member', (pg_identify_object('pg_amop'::regclass, oid, 0)).identity FROM pg_amop WHERE oid >= 16384;
SELECT 'member', (pg_identify_object('pg_amproc'::regclass, oid, 0)).identity, amproc FROM pg_amproc WHERE oid >= 16384;
SELECT 'class', (pg_identify_object('pg_opclass'::regclass, oid, 0)).identity, opcdefault FROM pg_opclass WHERE oid >= 16384;
SELECT 'cast', castsource::regtype, casttarget::regtype, castfunc::regprocedure, castcontext, castmethod FROM pg_cast
  WHERE oid >= 16384;
SELECT 'collation', to_jsonb(c) - 'oid' - 'collversion' - 'collnamespace' - 'collowner' FROM pg_collation c WHERE oid >= 16384;
SELECT 'conversion', to_jsonb(c) - 'oid' - 'connamespace' - 'conowner' FROM pg_conversion c WHERE oid >= 16384;
SELECT 'wrapper', fdwname, fdwoptions, fdwhandler::regproc, fdwvalidator::regproc FROM pg_foreign_data_wrapper;
SELECT 'server', srvname, srvtype, srvversion, srvoptions FROM pg_foreign_server;
SELECT 'mapping', usename, srvname, umoptions FROM pg_user_mappings;
SELECT 'foreign', ftrelid::regclass, srvname, ftoptions FROM pg_foreign_table JOIN pg_foreign_server s ON s.oid = ftserver;
SELECT 'event trigger', evtname, evtevent, evtfoid::regproc, evtenabled, evttags FROM pg_event_trigger;
SELECT 'publication', to_jsonb(p) - 'oid' - 'pubowner' FROM pg_publication p;
SELECT 'published', pubname, prrelid::regclass, prattrs, pg_get_expr(prqual, prrelid) FROM pg_publication_rel
  JOIN pg_publication p ON p.oid = prpubid;
SELECT 'published', pubname, pnnspid::regnamespace FROM pg_publication_namespace JOIN pg_publication p ON p.oid = pnpubid;
SELECT 'dictionary', oid::regdictionary, dictinitoption FROM pg_ts_dict WHERE oid >= 16384;
SELECT 'mapping', mapcfg::regconfig, maptokentype, mapseqno, mapdict::regdictionary FROM pg_ts_config_map WHERE mapcfg >= 16384;
SELECT 'configuration', oid::regconfig FROM pg_ts_config WHERE oid >= 16384;
SELECT 'other', type, identity FROM pg_depend, pg_identify_object(classid, objid, 0) WHERE deptype = 'n' AND objid >= 16384
  AND type IN ('schema', 'extension', 'language', 'access method', 'transform');
SELECT 'schema', nspname FROM pg_namespace WHERE oid >= 16384 AND nspname !~ '^pg_';
SELECT 'comment', type, identity, description FROM pg_description, pg_identify_object(classoid, objoid, objsubid)
  WHERE objoid >= 16384;
"""


def catalogs(server, database: str) -> list[str]:
    """One row for each object, on one line."""
    head, *queries = CATALOGS.strip().rstrip(";").split(";\nSELECT ")
    rows = "".join(f"SELECT replace(t::text, E'\\n', ' ') FROM (SELECT {query}) AS t;\n" for query in queries)
    return sorted(server.query(f"{head};\n{rows}", database))


def dump(server, database: str) -> list[str]:
    program = Path(server.bin) / "pg_dump"
    if not program.exists():
        return catalogs(server, database)
    argv = [program, "--schema-only", "--no-owner", "--no-privileges", "--host", server.folder,
            "--port", str(server.port), "--username=postgres", database]
    return normal(subprocess.run(argv, capture_output=True, check=True, text=True).stdout)


def difference(wanted: list[str], found: list[str]) -> str:
    missing = [f"- {one}" for one in wanted if one not in found]
    extra = [f"+ {one}" for one in found if one not in wanted]
    return "\n".join(missing + extra)


def rows(server, database: str) -> list[str]:
    """All rows, columns in no order."""
    # A session that just ended may still have its temporary tables.
    tables = server.query("SELECT oid::regclass FROM pg_class WHERE relkind IN ('r', 'p', 'm') AND relpersistence <> 't' AND oid >= 16384 "
                          "ORDER BY 1", database)
    return [f"{table}: {row}" for table in tables for row in sorted(server.query(f"SELECT to_jsonb(t) FROM {table} t", database))]
