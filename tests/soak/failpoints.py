"""Every failpoint of the binary, at many of the times that it is reached: the process dies, hangs or gets an error there."""

import itertools
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import oracle
from trial import Project, Soak, Tally, kill_once_stopped

COUNT = 20  # revisions of the set `mixed`, which has every kind


@dataclass(frozen=True)
class Scene:
    """Where a disturbed run starts, what it is, and the plain command that has to heal it."""
    name: str
    start: Path | None
    words: tuple[str, ...]
    again: tuple[str, ...]
    truth: oracle.Truth


def dies(process: subprocess.Popen) -> bool:
    process.communicate()
    return process.returncode != 0


ACTIONS: dict[str, Callable[[subprocess.Popen], bool]] = {"kill": dies, "error": dies, "stop": kill_once_stopped}


def failpoints(soak: Soak) -> list[Tally]:
    project = soak.project("mixed", COUNT)
    points = subprocess.run([soak.binary, "failpoints"], check=True, capture_output=True, text=True).stdout.split()
    tallies = []
    reached = set()
    for scene in scenes(project):
        for action in ACTIONS:
            tally = Tally(f"failpoints, {scene.name}, action `{action}`")
            for point in points:
                reached |= {point for _ in walk(soak, project, scene, point, action, tally)}
            tallies.append(tally)
    never = Tally("failpoints that no scene reaches")
    never.tried = len(points)
    never.failures = [f"never reached: {point}" for point in points if point not in reached]
    return [*tallies, never]


def scenes(project: Project) -> Iterator[Scene]:
    up, down = ("upgrade", "head"), ("downgrade", "base")
    project.must(*up)
    full, top = project.keep("full.db"), oracle.look(project.database)
    yield Scene("from empty", None, up, up, top)

    project.reset()
    project.must("upgrade", "r004")
    yield Scene("from half-way with a backup", project.keep("half.db"), (*up, "--backup", "backup.db"), up, top)

    project.reset(full)
    project.must(*down)
    yield Scene("back to base", full, down, down, oracle.look(project.database))


def walk(soak: Soak, project: Project, scene: Scene, point: str, action: str, tally: Tally) -> Iterator[int]:
    """Yields the number of each time at which the point was reached."""
    for hit in hits(soak.fraction, action):
        project.reset(scene.start)
        (project.folder / "backup.db").unlink(missing_ok=True)
        if not ACTIONS[action](project.start(*scene.words, fail=f"{point}:{hit}:{action}")):
            return
        failure = project.heals(scene.again, scene.truth)
        tally.add(failure and f"{scene.name}, {point}:{hit}:{action}: {failure}")
        yield hit


def hits(fraction: float, action: str) -> Iterator[int]:
    """Deaths at every time in a full run; else ever fewer of the later ones."""
    if fraction >= 1 and action == "kill":
        return itertools.count(1)
    step = 2 if fraction >= 1 else 5
    return itertools.accumulate(itertools.repeat(step), lambda hit, factor: hit * factor, initial=1)
