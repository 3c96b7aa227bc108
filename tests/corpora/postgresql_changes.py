"""Pairs of schemas for each kind of object and change on PostgreSQL (tests/postgresql/pairs).

A file holds the two schemas below the lines `-- from` and `-- to`. If both make rows, rows are compared, too. Lines above
them say what is needed: `-- version 18`, `-- rename a=b` (of the way there; names change places on the way back).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "postgresql" / "pairs"


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


def pairs(version: int) -> Iterator[Pair]:
    """Those that a server of this version has words for."""
    for path in sorted(FOLDER.glob("*.sql")):
        if (pair := read(path)).version <= version:
            yield pair
