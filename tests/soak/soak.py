#!/usr/bin/env python3
"""soak.py [PART...]: disturbs runs in every way we know and prints what came of it, as a table in Markdown.

The full counts are those of docs/reliability.md; `--fraction 0.1` is what CI runs. The seed makes the same instants
again, as far as a clock allows; a failure tells all that is needed to look at it.
"""

import argparse
import datetime
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from cuts import cuts
from dumps import dumps
from failpoints import failpoints
from galera import galera
from kills import kills
from pairs import pairs
from postgresql_pairs import postgresql_pairs
from properties import properties
from rebuilds import rebuilds
from replicas import replicas
from server_failpoints import server_failpoints
from server_kills import mariadb_kills, postgresql_kills
from server_replicas import server_replicas
from trial import Soak, Tally, soak

SKIPPED = 77
PARTS: dict[str, Callable[[Soak], list[Tally]]] = {
    part.__name__: part
    for part in (kills, failpoints, replicas, rebuilds, properties, pairs, postgresql_pairs, dumps, postgresql_kills, mariadb_kills, server_failpoints, server_replicas, galera, cuts)
}


def report(tallies: list[Tally], seed: int) -> str:
    lines = ["| what | times | as undisturbed | not |", "|---|--:|--:|--:|"]
    lines += [f"| {tally.what} | {tally.tried} | {tally.tried - len(tally.failures)} | {len(tally.failures)} |"
              for tally in tallies]
    return "\n".join([*lines, "", f"Seed {seed}, {datetime.date.today()}."])


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{' '.join(PARTS)} (default: all)")
    parser.add_argument("--binary", type=Path, default=os.environ.get("ALUDEL_BINARY", "build/dev/bin/aludel"),
                        help="a test build (default: $ALUDEL_BINARY, else build/dev/bin/aludel)")
    parser.add_argument("--fraction", type=float, default=1.0, help="of the full counts (default: 1)")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    options = parser.parse_args(words)
    if unknown := [part for part in options.parts if part not in PARTS]:
        parser.error(f"no part `{unknown[0]}`: {' '.join(PARTS)}")

    binary = Path(options.binary).resolve()
    if subprocess.run([binary, "failpoints"], capture_output=True).returncode:
        print(f"skipped: {binary} is no test build, it has no failpoints")
        return SKIPPED
    print(f"seed {options.seed}, fraction {options.fraction:g}", flush=True)
    with soak(binary, options.seed, options.fraction) as ground:
        tallies = [tally for part in options.parts or PARTS for tally in PARTS[part](ground)]
    failures = [failure for tally in tallies for failure in tally.failures]
    for failure in failures:
        print(failure, end="\n\n", file=sys.stderr)
    print(report(tallies, options.seed))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
