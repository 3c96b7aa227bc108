"""A pair of schemas for each kind of object and change (tests/postgresql/pairs): the SQL of `aludel diff --sql` turns a
database with the one into one with the other, both ways, as pg_dump sees it.

A file holds the two schemas below the lines `-- from` and `-- to`. If both make rows, rows are compared, too. Lines above
them say what is needed: `-- version 18`, `-- options --rename a=b` (of the way there; names change places on the way back).
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

SOURCE = Path(os.environ.get("ALUDEL_SOURCE", Path(__file__).parents[2]))
BINARY = Path(os.environ.get("ALUDEL_BINARY", SOURCE / "build" / "dev" / "bin" / "aludel"))
PAIRS = Path(__file__).resolve().parent / "pairs"
SKIPPED = 77
QUESTION = re.compile(r"`--fill '?([^\s`]+=)EXPRESSION'?`")

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "servers"))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "corpora"))
import postgresql_dumps  # noqa: E402
import servers  # noqa: E402


@dataclass
class Pair:
    name: str
    before: str
    after: str
    version: int = 15
    renames: list[str] = field(default_factory=list)

    @property
    def has_rows(self) -> bool:
        return "INSERT INTO" in self.before and "INSERT INTO" in self.after


def read(path: Path) -> Pair:
    head, rest = re.split(r"^-- from\n", path.read_text(), maxsplit=1, flags=re.MULTILINE)
    before, after = re.split(r"^-- to\n", rest, maxsplit=1, flags=re.MULTILINE)
    pair = Pair(path.stem, before, after)
    for line in head.splitlines():
        if wanted := re.fullmatch(r"-- version (\d+)", line):
            pair.version = int(wanted[1])
        elif rename := re.fullmatch(r"-- rename (\S+)", line):
            pair.renames.append(rename[1])
        elif not line.startswith("-- "):
            raise SystemExit(f"{path}: {line!r} is not understood")
    return pair


def turned(rename: str) -> str:
    old, new = rename.split("=")
    return f"{old.rpartition('.')[0]}.{new}={old.rpartition('.')[2]}".lstrip(".")


def script(server: servers.Server, before: Path, after: Path, renames: list[str]) -> str:
    url = server.url("postgres")
    environment = {**os.environ, "ALUDEL_URL": url, "ALUDEL_SCRATCH_POSTGRESQL": url}
    answers = [word for rename in renames for word in ("--rename", rename)]
    while True:
        done = subprocess.run([BINARY, "diff", f"file:{before}", f"file:{after}", "--sql", "--no-rename", *answers],
                              capture_output=True, text=True, check=False, cwd="/", env=environment)
        if done.returncode == 0:
            return done.stdout
        fills = [word for name in QUESTION.findall(done.stderr) for word in ("--fill", name)]
        if not fills:
            raise ValueError(done.stderr)
        answers += fills  # no row lacks a value


def fault(server: servers.Server, pair: Pair, folder: Path, show: bool) -> str | None:
    """Of one way."""
    before, after = folder / "before.sql", folder / "after.sql"
    before.write_text(pair.before)
    after.write_text(pair.after)
    ours, theirs = server.new_database(), server.new_database()
    try:
        server.query(pair.before, ours)
        server.query(pair.after, theirs)
        sql = script(server, before, after, pair.renames)
        if show:
            print(sql)
        server.query(sql, ours)
        wanted, found = ([*postgresql_dumps.dump(server, database), *rows(server, database, pair)] for database in (theirs, ours))
        return postgresql_dumps.difference(wanted, found) or None
    except subprocess.CalledProcessError as failure:
        return failure.stderr.decode() if isinstance(failure.stderr, bytes) else failure.stderr
    except ValueError as failure:
        return str(failure)
    finally:
        server.drop_database(ours)
        server.drop_database(theirs)


def rows(server: servers.Server, database: str, pair: Pair) -> list[str]:
    return postgresql_dumps.rows(server, database) if pair.has_rows else []


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-v", "--verbose", action="store_true", help="shows the SQL")
    parser.add_argument("names", nargs="*", help="parts of names; only pairs that have one of them")
    options = parser.parse_args()
    try:
        server = servers.running("postgresql")
    except FileNotFoundError:
        print("skipped: no PostgreSQL server was started")
        return SKIPPED
    version = int(server.query("SHOW server_version_num")[0]) // 10000
    faults = ways = 0
    with tempfile.TemporaryDirectory() as folder:
        for path in sorted(PAIRS.glob("*.sql")):
            pair = read(path)
            if pair.version > version or (options.names and not any(name in pair.name for name in options.names)):
                continue
            back = Pair(f"{pair.name}, back", pair.after, pair.before, pair.version, [turned(one) for one in pair.renames])
            for way in (pair, back):
                ways += 1
                if told := fault(server, way, Path(folder), options.verbose):
                    faults += 1
                    print(f"{way.name}:\n{told}\n", flush=True)
    print(f"{ways} ways, {faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
