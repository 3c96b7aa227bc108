"""A pair of schemas for each kind of object and change (tests/postgresql/pairs): the SQL of `aludel diff --sql` turns a
database with the one into one with the other, both ways, as pg_dump sees it.

A file holds the two schemas below the lines `-- from` and `-- to`. If both make rows, rows are compared, too. Lines above
them say what is needed: `-- version 18`, `-- options --rename a=b` (of the way there; names change places on the way back).
"""

import argparse
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "corpora"))
import postgresql_ways  # noqa: E402
from postgresql_ways import Way  # noqa: E402

PAIRS = Path(__file__).resolve().parent / "pairs"


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


def ways(names: list[str], version: int, folder: Path) -> Iterator[Way]:
    """Both of each pair; their files are written when it is their turn."""
    for path in sorted(PAIRS.glob("*.sql")):
        pair = read(path)
        if pair.version > version or (names and not any(name in pair.name for name in names)):
            continue
        first, second = folder / "first.sql", folder / "second.sql"
        first.write_text(pair.before)
        second.write_text(pair.after)
        renames = [word for rename in pair.renames for word in ("--rename", rename)]
        turned_back = [word for rename in pair.renames for word in ("--rename", turned(rename))]
        yield Way(pair.name, first, second, renames, pair.has_rows)
        yield Way(f"{pair.name}, back", second, first, turned_back, pair.has_rows)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-v", "--verbose", action="store_true", help="shows the SQL")
    parser.add_argument("names", nargs="*", help="parts of names; only pairs that have one of them")
    options = parser.parse_args()
    server = postgresql_ways.server_for_tests()
    version = int(server.query("SHOW server_version_num")[0]) // 10000
    with tempfile.TemporaryDirectory() as folder:
        return postgresql_ways.run(server, ways(options.names, version, Path(folder)), show=options.verbose)


if __name__ == "__main__":
    sys.exit(main())
