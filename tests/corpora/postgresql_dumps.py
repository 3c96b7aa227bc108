"""What pg_dump tells of two databases, in a form in which equal schemas are equal: statements sorted, without comments; the columns
of a table in no order, since ALTER TABLE cannot choose one. Indexes and constraints of a partition that belong to the parent's
are left out: their names have no meaning. What the catalogs tell has to agree.
"""

import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import postgresql_catalogs  # noqa: E402

BEFORE = re.compile(r"(?:\s+|--.*\n|\\(?:un)?restrict .*\n)*")
# Of what follows. What else is set is the same in all of them.
SETTING = re.compile(r"SET (default_tablespace|default_table_access_method) = (.*)$")
USUAL = {"default_tablespace": "''", "default_table_access_method": "heap"}
WITH_SETTINGS = re.compile(r"CREATE (?:UNLOGGED )?(?:TABLE|MATERIALIZED VIEW|(?:UNIQUE )?INDEX) |ALTER TABLE ONLY \S+\n    ADD CONSTRAINT")
TABLE = re.compile(r"^(CREATE (?:UNLOGGED )?TABLE .*?\()\n(.*)\n(\).*)$", re.DOTALL)
ATTACHED = re.compile(r"ALTER INDEX \S+ ATTACH PARTITION (?:\w+\.)?(\S+)$")
MADE = re.compile(r"(?:CREATE (?:UNIQUE )?INDEX|ALTER TABLE ONLY \S+\n    ADD CONSTRAINT) (\S+) ")
STANDIN = re.compile(r"CREATE VIEW \S+ AS\nSELECT\n    NULL::")
STRING = r"\$(\w*)\$.*?\$\1\$|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\""
STOP = re.compile(STRING + r"|BEGIN ATOMIC\n.*?\nEND(?=;\n)|;\n|[()]", re.DOTALL)


def statements(dump: str) -> list[str]:
    """Cut at `;` and a line end, outside of bodies, strings and parentheses."""
    found, depth = [], 0
    start = at = BEFORE.match(dump).end()
    while stop := STOP.search(dump, at):
        at = stop.end()
        depth += (stop[0] == "(") - (stop[0] == ")")
        if depth or stop[0] != ";\n":
            continue
        found.append(dump[start:stop.start()])
        start = at = BEFORE.match(dump, at).end()
    return found


def without_column_order(statement: str) -> str:
    table = TABLE.match(statement)
    if not table:
        return statement
    columns = sorted(line.rstrip(",") for line in table[2].split("\n"))
    return "\n".join([table[1], *columns, table[3]])


def with_settings(dump: str) -> list[tuple[str, str]]:
    """Its statements, each with what is set for it otherwise than usual."""
    found, settings = [], dict(USUAL)
    for statement in statements(dump):
        if setting := SETTING.match(statement):
            settings[setting[1]] = setting[2]
        elif not statement.startswith(("SET ", "SELECT pg_catalog.set_config(")):
            unusual = [f"SET {name} = {value}" for name, value in settings.items() if value != USUAL[name]]
            found.append(("; ".join(unusual) if WITH_SETTINGS.match(statement) else "", statement))
    return found


def normal(dump: str) -> list[str]:
    all_of_it = with_settings(dump)
    attached = {found[1] for _, one in all_of_it if (found := ATTACHED.match(one))}

    def is_kept(one: str) -> bool:
        # A view that needs a primary key (GROUP BY) is dumped twice if that suits the order: first with NULLs for its columns.
        made = MADE.match(one)
        return not STANDIN.match(one) and not ATTACHED.match(one) and not (made and made[1] in attached)

    kept = ((settings, one.replace("CREATE OR REPLACE VIEW", "CREATE VIEW")) for settings, one in all_of_it if is_kept(one))
    return sorted(f"{without_column_order(one)} {settings}".rstrip() for settings, one in kept)


@dataclass
class Dump:
    """Of a database: by pg_dump, and by the catalogs; by them alone where there is no pg_dump of the server's version."""
    told: list[str]
    catalogs: list[str]


BLIND = "? the catalogs are equal, and should not be"
TOO_MUCH = "? pg_dump tells no difference, but the catalogs"


def has_pg_dump(server) -> bool:
    return (Path(server.bin) / "pg_dump").exists()


def pg_dump(server, database: str) -> str:
    argv = [Path(server.bin) / "pg_dump", "--schema-only", "--no-owner", "--no-privileges", "--host", server.folder,
            "--port", str(server.port), "--username=postgres", database]
    return subprocess.run(argv, capture_output=True, check=True, text=True).stdout


def dump(server, database: str) -> Dump:
    catalogs = postgresql_catalogs.rows(server, database)
    return Dump(normal(pg_dump(server, database)) if has_pg_dump(server) else catalogs, catalogs)


def only_in_one(wanted: list[str], found: list[str]) -> list[str]:
    missing, extra = Counter(wanted) - Counter(found), Counter(found) - Counter(wanted)
    return [*(f"- {one}" for one in missing), *(f"+ {one}" for one in extra)]


def difference(wanted: Dump, found: Dump) -> str:
    """Empty: they are equal. Both ways to tell have to agree on that."""
    told, catalogs = only_in_one(wanted.told, found.told), only_in_one(wanted.catalogs, found.catalogs)
    if told and not catalogs:
        told.append(BLIND)
    if catalogs and not told:
        told = [TOO_MUCH, *catalogs]
    return "\n".join(told)


def agree(difference: str) -> bool:
    return BLIND not in difference and TOO_MUCH not in difference


def rows(server, database: str) -> list[str]:
    """All rows, columns in no order."""
    # A session that just ended may still have its temporary tables.
    tables = server.query("SELECT oid::regclass FROM pg_class WHERE relkind IN ('r', 'p', 'm') AND relpersistence <> 't' AND oid >= 16384 "
                          "ORDER BY 1", database)
    return [f"{table}: {row}" for table in tables for row in sorted(server.query(f"SELECT to_jsonb(t) FROM {table} t", database))]
