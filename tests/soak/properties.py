"""What must hold for schemas drawn at random (tests/property), for many more of them than a plain run of the tests holds."""

import os
import re
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from trial import Soak, Tally

FULL = 100_000  # of each property
FULL_ON_A_SERVER = 3_000  # of each that needs one
ON_A_SERVER = ["postgresql"]
CHUNK = 250
CHUNK_ON_A_SERVER = 50  # for one takes a second or two
SKIPPED = 77  # there is no server
SEEDS_OF_A_SOAK = 1_000_000

VERDICT = re.compile(r"^(\w+): seeds \d+ to \d+, (?:held|did not hold)$", re.MULTILINE)
FAULT = re.compile(r"^(\w+) --seed \d+ --count 1$", re.MULTILINE)


def properties(soak: Soak) -> list[Tally]:
    first = soak.seed * SEEDS_OF_A_SOAK
    ranges = [(seed, min(chunk, first + soak.count(full) - seed), names)
              for full, chunk, names in ((FULL, CHUNK, []), (FULL_ON_A_SERVER, CHUNK_ON_A_SERVER, ON_A_SERVER))
              for seed in range(first, first + soak.count(full), chunk)]
    tallies: dict[str, Tally] = {}
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for (_, count, _), output in zip(ranges, pool.map(lambda one: run(soak, *one), ranges)):
            for name in VERDICT.findall(output):
                tallies.setdefault(name, Tally(f"schemas drawn at random, property `{name}`")).tried += count
            for name, fault in faults(output):
                tallies[name].failures.append(fault)
    return list(tallies.values())


def run(soak: Soak, seed: int, count: int, names: list[str]) -> str:
    program = [soak.binary.parent / "aludel_property", "--seed", str(seed), "--count", str(count), *names]
    done = subprocess.run(program, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1, SKIPPED):
        raise RuntimeError(f"seeds from {seed} on: exited with {done.returncode}: {done.stdout}{done.stderr}")
    return done.stdout


def faults(output: str) -> Iterator[tuple[str, str]]:
    """The property that did not hold, and all that is printed of it."""
    found = list(FAULT.finditer(output))
    for fault, following in zip(found, [*found[1:], None]):
        end = following.start() if following else len(output)
        if verdict := VERDICT.search(output, fault.start(), end):
            end = verdict.start()
        yield fault[1], output[fault.start():end]
