"""kill -9 at random instants of `upgrade head`: a plain re-run must end as if nothing had happened."""

import time

import oracle
import sets
from trial import Soak, Tally, kill_after

FULL = 75  # for each set
WAYS = ((), ("--transaction-per-revision",))  # one commit at the end gives a kill few states to leave behind


def kills(soak: Soak) -> list[Tally]:
    return [kill_set(soak, name) for name in sets.SETS]


def kill_set(soak: Soak, name: str) -> Tally:
    tally = Tally(f"kill -9 at a random instant, set `{name}`")
    project = soak.project(name)
    chance = soak.random(name)
    lasts = {}
    for way in WAYS:
        project.reset()
        begin = time.monotonic()
        project.must("upgrade", "head", *way)
        lasts[way] = time.monotonic() - begin
    truth = oracle.look(project.database)

    while tally.tried < soak.count(FULL):
        way = chance.choice(WAYS)
        after = chance.uniform(0, 1.05 * lasts[way])
        project.reset()
        if kill_after(project.start("upgrade", "head", *way), after):
            failure = project.heals(("upgrade", "head"), truth)
            tally.add(failure and f"{name} {' '.join(way)} killed after {after * 1000:.1f} ms: {failure}")
    return tally
