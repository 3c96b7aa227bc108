"""Runs commands in turn (A B C A B C ...) and keeps wall time, CPU time and peak memory of each run."""

import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path


def nothing() -> None:
    pass


@dataclass(frozen=True)
class Command:
    name: str
    argv: Sequence[str | Path]
    cwd: Path
    stdin: Path = Path(os.devnull)
    before: Callable[[], object] = nothing  # not measured: puts things back
    rounds: int = 1000  # of the rounds of the comparison, at most so many


@dataclass
class Samples:
    """Peak memory is never told below the harness's own (about 20 MB): the kernel counts what is spawned from."""
    wall: list[float] = field(default_factory=list)  # seconds
    cpu: list[float] = field(default_factory=list)  # seconds, user + system, of all processes that were waited for
    memory: list[float] = field(default_factory=list)  # MB, of the largest process

    def ratios(self, floor: "Samples", figure: str) -> list[float]:
        return [ours / theirs for ours, theirs in zip(getattr(self, figure), getattr(floor, figure))]

    def ratio(self, floor: "Samples", figure: str) -> float:
        return statistics.median(self.ratios(floor, figure))

    def median(self, figure: str) -> float:
        return statistics.median(getattr(self, figure))


def run(command: Command, environment: dict[str, str], samples: Samples | None = None) -> None:
    command.before()
    argv = [str(word) for word in command.argv]
    with command.stdin.open("rb") as stdin, open(os.devnull, "wb") as sink:
        actions = [(os.POSIX_SPAWN_DUP2, stdin.fileno(), 0), (os.POSIX_SPAWN_DUP2, sink.fileno(), 1)]
        previous = os.getcwd()
        os.chdir(command.cwd)
        begin = time.perf_counter()
        pid = os.posix_spawnp(argv[0], argv, environment, file_actions=actions)
        _, status, usage = os.wait4(pid, 0)
        wall = time.perf_counter() - begin
        os.chdir(previous)
    if status:
        raise RuntimeError(f"{' '.join(argv)} in {command.cwd}: exit code {os.waitstatus_to_exitcode(status)}")
    if samples:
        samples.wall.append(wall)
        samples.cpu.append(usage.ru_utime + usage.ru_stime)
        samples.memory.append(usage.ru_maxrss / 1024)


def interleave(commands: Sequence[Command], rounds: int, environment: dict[str, str]) -> list[Samples]:
    """One round to warm the caches, then the rounds that count."""
    results = [Samples() for _ in commands]
    for number in range(-1, rounds):
        print(f"\r  round {max(number, 0) + 1}/{rounds} ", end="", file=sys.stderr, flush=True)
        for command, samples in zip(commands, results):
            if number < command.rounds:
                run(command, environment, samples if number >= 0 else None)
    print(file=sys.stderr)
    return results
