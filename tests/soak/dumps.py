"""The tests' own reading of PostgreSQL's catalogs, held against pg_dump (tests/corpora/test_dumps_postgresql.py)."""

import sys
from pathlib import Path

from server_trial import servers
from trial import Soak, Tally

sys.path.append(str(Path(__file__).parents[1] / "corpora"))
import test_dumps_postgresql  # noqa: E402  (found by the line above)


def dumps(soak: Soak) -> list[Tally]:
    tally = Tally("postgresql: statements and mutants that pg_dump and the tests' reading of the catalogs tell apart or not, alike")
    server = servers.STARTS["postgresql"]()
    try:
        for name, verdict in test_dumps_postgresql.verdicts(server, soak.fraction, soak.seed):
            tally.tried += verdict.tried
            tally.failures += [f"{name}: {fault}" for fault in verdict.faults]
    finally:
        servers.stop(server)
    return [tally]
