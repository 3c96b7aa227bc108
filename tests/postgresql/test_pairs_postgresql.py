"""A pair of schemas for each kind of object and change (tests/postgresql/pairs): the SQL of `aludel diff --sql` turns a
database with the one into one with the other, both ways, as pg_dump sees it. postgresql_changes.py reads them.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "corpora"))
import postgresql_changes  # noqa: E402
import postgresql_ways  # noqa: E402
from postgresql_ways import Way  # noqa: E402


def turned(rename: str) -> str:
    old, new = rename.split("=")
    return f"{old.rpartition('.')[0]}.{new}={old.rpartition('.')[2]}".lstrip(".")


def ways(names: list[str], version: int, folder: Path) -> Iterator[Way]:
    """Both of each pair; their files are written when it is their turn."""
    for pair in postgresql_changes.pairs(version):
        if names and not any(name in pair.name for name in names):
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
