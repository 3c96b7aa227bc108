"""Every failpoint of the binary on a server: the process dies, hangs or gets an error there, and a plain re-run is right."""

import itertools
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import server_sets
from failpoints import ACTIONS
from server_trial import ENGINES, ServerProject, servers
from trial import Soak, Tally

COUNT = 6  # revisions of the set `mixed`, which has every kind
EACH = 12  # a full run takes every hit up to here, then ever fewer
OF_FILES = {"savepoint.release", "backup.done"}  # what no server has


@dataclass(frozen=True)
class Scene:
    """What is run undisturbed first, what is disturbed, and what the database holds after it."""
    name: str
    before: tuple[str, ...]
    words: tuple[str, ...]
    truth: list[str]


def server_failpoints(soak: Soak) -> list[Tally]:
    return [tally for engine in ENGINES for tally in failpoints_on(soak, engine)]


def failpoints_on(soak: Soak, engine: str) -> list[Tally]:
    server = servers.STARTS[engine]()
    try:
        folder = server_sets.write_project(Path(tempfile.mkdtemp(dir=soak.folder)), "mixed", engine, COUNT)
        project = ServerProject(soak.binary, folder, server)
        points = subprocess.run([soak.binary, "failpoints"], check=True, capture_output=True, text=True).stdout.split()
        tallies, reached = [], set()
        for scene, action in itertools.product(list(scenes(project)), ACTIONS):
            tally = Tally(f"{engine}: failpoints, {scene.name}, action `{action}`")
            for point in points:
                reached |= {point for _ in walk(soak, project, scene, point, action, tally)}
            tallies.append(tally)
        never = Tally(f"{engine}: failpoints that no scene reaches")
        never.tried = len(points)
        never.failures = [f"{engine}: never reached: {point}" for point in points if point not in reached | OF_FILES]
        return [*tallies, never]
    finally:
        servers.stop(server)


def scenes(project: ServerProject) -> Iterator[Scene]:
    up, down = ("upgrade", "head"), ("downgrade", "base")
    project.must(*up)
    yield Scene("from empty", (), up, project.look())
    project.must(*down)
    yield Scene("back to base", up, down, project.look())


def walk(soak: Soak, project: ServerProject, scene: Scene, point: str, action: str, tally: Tally) -> Iterator[int]:
    """Yields the number of each time at which the point was reached."""
    for hit in hits(soak.fraction, action):
        project.reset()
        if scene.before:
            project.must(*scene.before)
        if not ACTIONS[action](project.start(*scene.words, fail=f"{point}:{hit}:{action}")):
            return
        failure = project.heals_to(scene.words, scene.truth)
        tally.add(failure and f"{tally.what}: {point}:{hit}:{action}: {failure}")
        yield hit


def hits(fraction: float, action: str) -> Iterator[int]:
    if fraction < 1:
        step = 5 if action == "kill" else 25
        return itertools.accumulate(itertools.repeat(step), lambda hit, factor: hit * factor, initial=1)
    later = itertools.accumulate(itertools.repeat(1.5), lambda hit, factor: hit * factor, initial=EACH * 1.5)
    return itertools.chain(range(1, EACH + 1), map(int, later))
