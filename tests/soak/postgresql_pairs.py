"""All pairs of neighbouring versions of real schemas on PostgreSQL (tests/corpora/test_pairs_postgresql.py), where those schemas are."""

import sys
from pathlib import Path

from server_trial import servers
from trial import Soak, Tally

sys.path.append(str(Path(__file__).parents[1] / "corpora"))
import postgresql_ways  # noqa: E402  (found by the line above)
import test_pairs_postgresql as corpora  # noqa: E402


def postgresql_pairs(soak: Soak) -> list[Tally]:
    exact = Tally("postgresql: versions of a real schema, from one to the next or back")
    parts = Tally("postgresql: the same where a schema holds what is not managed, and differs there only")
    found = corpora.pairs([], 1)
    chosen = sorted(soak.random("postgresql_pairs").sample(found, soak.count(len(found)))) if found else []
    postgresql_ways.BINARY = soak.binary
    server = servers.STARTS["postgresql"]()
    try:
        for way in corpora.ways_of(chosen):
            fault = postgresql_ways.fault(server, way, show=False)
            if fault and corpora.excuse(server, way, fault):
                parts.add(None)
            else:
                exact.add(fault and f"{way.name}: {fault.text}")
    finally:
        servers.stop(server)
    return [exact, parts]
