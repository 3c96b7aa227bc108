"""kill -9 at random instants while tables of several MB are rebuilt, up and down: a plain re-run must end as if nothing
had happened."""

import time
from pathlib import Path

import oracle
import rebuild_chain
from trial import Project, Soak, Tally, kill_after

FULL = 150  # for each direction
WAYS = ((), ("--transaction-per-revision",))


def rebuilds(soak: Soak) -> list[Tally]:
    project = rebuild_chain.generate(soak)
    project.must("upgrade", rebuild_chain.FIRST)
    bottom = project.keep("bottom.db")
    project.must("upgrade", "head")
    top = project.keep("top.db")
    return [kill_along(soak, project, bottom, ("upgrade", "head")),
            kill_along(soak, project, top, ("downgrade", rebuild_chain.FIRST))]


def kill_along(soak: Soak, project: Project, start: Path, words: tuple[str, ...]) -> Tally:
    tally = Tally(f"kill -9 at a random instant of rebuilds, `{words[0]}`")
    chance = soak.random(words[0])
    lasts = {}
    for way in WAYS:
        project.reset(start)
        begin = time.monotonic()
        project.must(*words, *way)
        lasts[way] = time.monotonic() - begin
    truth = oracle.look(project.database)

    while tally.tried < soak.count(FULL):
        way = chance.choice(WAYS)
        after = chance.uniform(0, 1.05 * lasts[way])
        project.reset(start)
        if kill_after(project.start(*words, *way), after):
            failure = project.heals(words, truth)
            tally.add(failure and f"{' '.join((*words, *way))} killed after {after * 1000:.1f} ms: {failure}")
    return tally
