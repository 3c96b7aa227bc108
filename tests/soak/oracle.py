"""What a database holds, as a value: two runs ended alike when their values are equal."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

LEDGER = "aludel_history"


@dataclass(frozen=True)
class Truth:
    schema: tuple[tuple, ...]
    rows: tuple[tuple[str, tuple], ...]  # of every table but the ledger; heads and progress are tables like others
    sound: str  # PRAGMA integrity_check

    def difference(self, found: "Truth") -> str:
        lines = [f"integrity_check: {found.sound}"] if found.sound != self.sound else []
        for mine, theirs in ((set(self.schema), set(found.schema)), (set(self.rows), set(found.rows))):
            lines += [f"missing: {what}" for what in sorted(mine - theirs, key=repr)]
            lines += [f"extra  : {what}" for what in sorted(theirs - mine, key=repr)]
        return "\n".join(lines[:20])


def look(file: Path) -> Truth:
    database = sqlite3.connect(f"file:{file}?mode=rw", uri=True)
    try:
        schema = database.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY 1, 2").fetchall()
        tables = [name for kind, name, *_ in schema if kind == "table" and name != LEDGER]
        rows = tuple((table, tuple(sorted(contents(database, table), key=repr))) for table in tables)
        (sound,), = database.execute("PRAGMA integrity_check").fetchall()
        return Truth(tuple(schema), rows, sound)
    finally:
        database.close()


def contents(database: sqlite3.Connection, table: str) -> list[tuple]:
    rows = database.execute(f'SELECT * FROM "{table}"').fetchall()
    if table == "sqlite_sequence":  # how many rows the ledger has had is no part of the truth
        rows = [row for row in rows if row[0] != LEDGER]
    return rows


def ledger(file: Path) -> list[str]:
    """The revisions that the ledger tells of, in its order."""
    database = sqlite3.connect(file)
    try:
        return [revision for (revision,) in database.execute(f"SELECT revision FROM {LEDGER} ORDER BY rowid")]
    finally:
        database.close()
