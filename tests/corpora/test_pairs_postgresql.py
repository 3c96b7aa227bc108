"""Neighbouring versions of real schemas on PostgreSQL: the SQL of `aludel diff --sql` turns a database with the one into one
with the other, both ways, as pg_dump sees it.

A pair that holds what Aludel says it does not manage may differ: such are counted. The schemas are not part of the project:
ALUDEL_CORPORA names their folder, by default ../shared/corpora. A tenth of the pairs is enough for each run; `--all` takes all.
"""

import argparse
import os
import sys
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import postgresql_dumps  # noqa: E402
import postgresql_ways  # noqa: E402
import servers  # noqa: E402
from postgresql_ways import SKIPPED, SOURCE, Fault, Way  # noqa: E402

CORPORA = Path(os.environ.get("ALUDEL_CORPORA", SOURCE.parent / "shared" / "corpora"))


def pairs(names: list[str], every: int) -> list[tuple[Path, Path]]:
    found = []
    for folder in sorted(CORPORA.glob("*/postgresql")):
        files = sorted(folder.glob("*.sql"))
        found += [pair for pair in zip(files, files[1:])]
    if names:
        return [pair for pair in found if any(name in str(pair[1]) for name in names)]
    return found[::every]


def ways_of(chosen: Iterable[tuple[Path, Path]]) -> list[Way]:
    """Both of each pair."""
    return [Way(f"{before.relative_to(CORPORA)} -> {after.relative_to(CORPORA)}", before, after)
            for first, second in chosen for before, after in ((first, second), (second, first))]


def excuse(server: servers.Server, way: Way, fault: Fault) -> str | None:
    """Why a way may end at another schema."""
    held = fault.differs and postgresql_dumps.agree(fault.text) and "not managed: " in postgresql_ways.diff(server, way).stdout
    return "holds what is not managed, and differs there" if held else None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", help="all pairs, not every tenth")
    parser.add_argument("names", nargs="*", help="parts of paths; only pairs whose second path has one of them")
    options = parser.parse_args()
    server = postgresql_ways.server_for_tests()
    chosen = pairs(options.names, 1 if options.all else 10)
    if not chosen:
        print(f"skipped: no schemas in {CORPORA}")
        return SKIPPED
    return postgresql_ways.run(server, ways_of(chosen), excused=lambda way, fault: excuse(server, way, fault))


if __name__ == "__main__":
    sys.exit(main())
