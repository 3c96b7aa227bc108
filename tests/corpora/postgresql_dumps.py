"""What pg_dump tells of two databases, in a form in which equal schemas are equal: statements sorted, without comments and
settings; the columns of a table in no order, since ALTER TABLE cannot choose one. Indexes and constraints of a partition that
belong to the parent's are left out: their names have no meaning.
"""

import re
import subprocess

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


def dump(server, database: str) -> list[str]:
    argv = [f"{server.bin}/pg_dump", "--schema-only", "--no-owner", "--no-privileges", "--host", server.folder,
            "--port", str(server.port), "--username=postgres", database]
    return normal(subprocess.run(argv, capture_output=True, check=True, text=True).stdout)


def difference(wanted: list[str], found: list[str]) -> str:
    missing = [f"- {one}" for one in wanted if one not in found]
    extra = [f"+ {one}" for one in found if one not in wanted]
    return "\n".join(missing + extra)
