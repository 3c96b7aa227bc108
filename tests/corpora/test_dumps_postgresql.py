"""The catalogs, as the tests read them where there is no pg_dump of the server's version, miss nothing that pg_dump tells: held for
mutants of the statements of many schemas (postgresql_mutants.py). These are tests/postgresql/pairs, and real ones, which are
not part of the project: ALUDEL_CORPORA names their folder, by default ../shared/corpora.
"""

import argparse
import random
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import postgresql_changes  # noqa: E402
import postgresql_dumps  # noqa: E402
import postgresql_mutants  # noqa: E402
import postgresql_ways  # noqa: E402
from postgresql_mutants import Verdict  # noqa: E402
from servers import Server  # noqa: E402
from test_pairs_postgresql import CORPORA  # noqa: E402

MOST_STATEMENTS = 30  # of one schema
MUTANTS = 4  # of a statement


def schemas() -> list[tuple[str, str]]:
    """Name and SQL of each."""
    found = [(f"{pair.name}, {side}", sql) for pair in postgresql_changes.pairs(15)
             for side, sql in (("before", pair.before), ("after", pair.after))]
    return found + [(str(path.relative_to(CORPORA)), path.read_text()) for path in sorted(CORPORA.glob("*/postgresql/*.sql"))]


def verdicts(server: Server, fraction: float, seed: object) -> Iterator[tuple[str, Verdict]]:
    """Of a fraction of all schemas, on a server of a version that there is a pg_dump of."""
    chance = random.Random(f"{seed} postgresql_dumps")
    every = schemas()
    for name, sql in sorted(chance.sample(every, max(1, round(len(every) * fraction)))):
        yield name, postgresql_mutants.judge(server, sql, chance, statements=MOST_STATEMENTS, each=MUTANTS)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fraction", type=float, default=0.1, help="of all schemas; scripts/soak holds all of them")
    parser.add_argument("--seed", type=int, default=20261128)
    options = parser.parse_args()
    server = postgresql_ways.server_for_tests()
    if not postgresql_dumps.has_pg_dump(server):
        print("skipped: there is no pg_dump of the server's version")
        return postgresql_ways.SKIPPED
    tried = schemas_seen = faults = 0
    for name, verdict in verdicts(server, options.fraction, options.seed):
        schemas_seen += 1
        tried += verdict.tried
        faults += len(verdict.faults)
        for fault in verdict.faults:
            print(f"{name}:\n{fault}\n", flush=True)
    print(f"{schemas_seen} schemas, {tried} statements and mutants, {faults} faults (seed {options.seed})")
    return 1 if faults or not tried else 0


if __name__ == "__main__":
    sys.exit(main())
