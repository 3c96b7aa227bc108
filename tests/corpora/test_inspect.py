"""Real schemas through `aludel inspect`: the canonical SQL makes a database of which every pragma tells the same, and is
its own canonical SQL.

The schemas are not part of the project: ALUDEL_CORPORA names their folder, by default ../shared/corpora.
"""

import os
import re
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

SOURCE = Path(os.environ.get("ALUDEL_SOURCE", Path(__file__).parents[2]))
BINARY = Path(os.environ.get("ALUDEL_BINARY", SOURCE / "build" / "dev" / "bin" / "aludel"))
CORPORA = Path(os.environ.get("ALUDEL_CORPORA", SOURCE.parent / "shared" / "corpora"))
SKIPPED = 77

TABLES = """
  SELECT name, type, wr, strict FROM pragma_table_list
  WHERE schema = 'main' AND type <> 'shadow' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
"""
COLUMNS = 'SELECT name, type, "notnull", dflt_value, pk, hidden FROM pragma_table_xinfo(?)'
INDEXES = 'SELECT name, "unique", origin, partial FROM pragma_index_list(?)'
PARTS = 'SELECT name, "desc", coll FROM pragma_index_xinfo(?) WHERE key ORDER BY seqno'
FOREIGN_KEYS = 'SELECT id, "table", "from", "to", on_update, on_delete FROM pragma_foreign_key_list(?) ORDER BY id, seq'


def plain(text: str | None) -> str:
    """Without what SQLite does not see: white space, case of words, parentheses around the whole; no default is NULL."""
    found = re.sub(r"\s+", "", text or "").upper()
    while found.startswith("(") and found.endswith(")"):
        found = found[1:-1]
    return "" if found == "NULL" else found


def facts(database: Path) -> set[tuple]:
    """What the pragmas tell, but for what has no meaning: the order of columns, the names of automatic indexes."""
    told: set[tuple] = set()
    with closing(sqlite3.connect(database)) as connection:
        ask = lambda sql, *values: connection.execute(sql, values).fetchall()  # noqa: E731
        for table, kind, without_rowid, strict in ask(TABLES):
            told.add((kind, table.lower(), without_rowid, strict))
            indexes = ask(INDEXES, table)
            rowid = kind == "table" and not without_rowid and not any(origin == "pk" for _, _, origin, _ in indexes)
            for name, declared, not_null, default, key, hidden in ask(COLUMNS, table):
                # The rowid is never NULL, whether that is said or not; a default in double quotes is a string.
                value = plain((default or "").replace('"', "'"))
                told.add((table, name.lower(), plain(declared), not_null or (key and rowid), value, key, hidden))
            for name, unique, origin, partial in indexes:
                parts = tuple((part and part.lower(), order, coll.upper()) for part, order, coll in ask(PARTS, name))
                told.add((table, name if origin == "c" else "", unique, origin, partial, parts))
            keys: dict[int, list] = {}
            for number, *key in ask(FOREIGN_KEYS, table):
                keys.setdefault(number, []).append(tuple(part and part.lower() for part in key))
            told.update((table, "foreign key", *key) for key in map(tuple, keys.values()))
        told.update(ask("SELECT type, name, tbl_name FROM sqlite_schema WHERE sql IS NOT NULL AND type <> 'table'"))
    return told


def load(sql: str, database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript(sql)


def inspect(database: Path) -> str:
    done = subprocess.run([BINARY, "inspect", f"url:sqlite:///{database}"], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise ValueError(done.stderr)
    return done.stdout


def fault(file: Path) -> str | None:
    """What is wrong with this schema, if anything is."""
    with tempfile.TemporaryDirectory() as temporary:
        first, second = Path(temporary) / "first.db", Path(temporary) / "second.db"
        load(file.read_bytes().decode(), first)
        try:
            canonical = inspect(first)
            load(canonical, second)
            again = inspect(second)
        except (ValueError, sqlite3.Error) as error:
            return str(error)
        if different := facts(first) ^ facts(second):
            return "\n".join(map(str, sorted(different, key=str)))
        return None if again == canonical else "canonical SQL is not its own canonical SQL"


def main() -> int:
    files = sorted(CORPORA.glob("*/sqlite/*.sql"))
    if not files:
        print(f"skipped: no schemas in {CORPORA} (ALUDEL_CORPORA names the folder)")
        return SKIPPED
    faults = {file: found for file in files if (found := fault(file))}
    for file, found in faults.items():
        print(f"{file.relative_to(CORPORA)}: {found}", file=sys.stderr)
    print(f"{len(files) - len(faults)} of {len(files)} schemas are the same after `aludel inspect`")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
