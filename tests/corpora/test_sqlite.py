"""Real schemas run through Aludel as the sqlite3 library runs them: every statement is found, none is cut or joined.

The schemas are not part of the project: ALUDEL_CORPORA names their folder, by default ../shared/corpora.
"""

import os
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

SCHEMA = """
  SELECT type, name, tbl_name, sql FROM sqlite_schema
  WHERE tbl_name NOT LIKE 'aludel\\_%' ESCAPE '\\' ORDER BY 1, 2
"""


def schema(database: Path) -> list[tuple]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(SCHEMA).fetchall()


def expected(file: Path, folder: Path) -> list[tuple]:
    with closing(sqlite3.connect(folder / "expected.db")) as connection:
        connection.executescript(file.read_bytes().decode())  # line ends as they are
    return schema(folder / "expected.db")


def difference(file: Path) -> str | None:
    """What is wrong with this file's run, if anything is."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "migrations").mkdir()
        (folder / "migrations" / "001_schema.sql").write_bytes(file.read_bytes())
        for arguments in (["upgrade", "head"], ["status", "--exit-code"]):
            done = subprocess.run([BINARY, "--url", "sqlite:///app.db", *arguments], cwd=folder,
                                  capture_output=True, text=True, check=False)
            if done.returncode != 0:
                return done.stderr
        if schema(folder / "app.db") != expected(file, folder):
            return "the schema is another one"
    return None


def main() -> int:
    files = sorted(CORPORA.glob("*/sqlite/*.sql"))
    if not files:
        print(f"skipped: no schemas in {CORPORA} (ALUDEL_CORPORA names the folder)")
        return SKIPPED
    wrong = 0
    for file in files:
        if fault := difference(file):
            wrong += 1
            print(f"{file.relative_to(CORPORA)}: {fault}", file=sys.stderr)
    print(f"{len(files) - wrong} of {len(files)} schemas as sqlite3 makes them")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
