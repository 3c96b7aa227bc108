#!/usr/bin/env python3
"""run.py [CASE...] [--peers]: holds Aludel to its promises of speed, and prints a table in Markdown.

Every figure is a ratio to a floor that was measured in the same run, in turn with it: on a slow or a busy machine both
are slow. Exits with 1 if a bar is missed. Build a release first: cmake --preset release && cmake --build --preset release
"""

import argparse
import datetime
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import peers
from cases import LOCAL, Bar, Comparison, Place
from measure import Samples, interleave
from schema_cases import SCHEMAS
from server_cases import ON_SERVERS

CASES = {case.__name__: case for case in (*LOCAL, *ON_SERVERS, *SCHEMAS)}
ROOT = Path(__file__).resolve().parent.parent


def judge(bar: Bar, ours: Samples, floor: Samples) -> Iterator[tuple[str, bool]]:
    """Each bar in words, and whether it was met."""
    for figure, name in (("wall", "wall"), ("cpu", "CPU")):
        if (limit := getattr(bar, figure)) is not None:
            yield f"{name} <= {limit:g}x", ours.ratio(floor, figure) <= limit
    if bar.memory is not None:
        yield f"memory <= {bar.memory:g} MB", ours.median("memory") <= bar.memory
    if bar.more_memory is not None:
        more = ours.median("memory") - floor.median("memory")
        yield f"memory <= floor + {bar.more_memory:g} MB", more <= bar.more_memory


def row(name: str, samples: Samples, floor: Samples, bars: str, verdict: str) -> str:
    cells = [f"`{name}`".replace("|", r"\|"), milliseconds(samples.median("wall")), milliseconds(samples.median("cpu")),
             f"{samples.median('memory'):.0f}", f"{samples.ratio(floor, 'wall'):.2f}x",
             f"{samples.ratio(floor, 'cpu'):.2f}x", bars, verdict, str(len(samples.wall))]
    return f"| {' | '.join(cells)} |"


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.1f}" if seconds < 0.1 else f"{seconds * 1000:.0f}"


def table(comparison: Comparison, place: Place) -> tuple[str, bool]:
    commands = [comparison.floor, *(command for command, _ in comparison.ours), *comparison.peers]
    floor, *others = interleave(commands, comparison.rounds, place.environment)
    lines = [f"**{comparison.title}**", "",
             "| command | wall ms | CPU ms | memory MB | wall | CPU | bar | | runs |", "|---|--:|--:|--:|--:|--:|---|---|--:|",
             row(comparison.floor.name, floor, floor, "the floor", "")]
    met = True
    for (command, bar), samples in zip(comparison.ours, others):
        judged = list(judge(bar, samples, floor))
        good = all(verdict for _, verdict in judged)
        verdict = "" if not judged else "met" if good else "**missed**"
        lines.append(row(command.name, samples, floor, ", ".join(words for words, _ in judged), verdict))
        met = met and good
    for command, samples in zip(comparison.peers, others[len(comparison.ours):]):
        lines.append(row(command.name, samples, floor, "a peer", ""))
    return "\n".join(lines) + "\n", met


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*", metavar="CASE", help=f"{' '.join(CASES)} (default: all)")
    parser.add_argument("--aludel", type=Path, default=ROOT / "build/release/bin/aludel", help="the binary to measure")
    parser.add_argument("--peers", action="store_true", help="measure the other tools too (installs them)")
    parser.add_argument("--peers-folder", type=Path, default=ROOT / "build/peers", help="where the peers are installed")
    parser.add_argument("--scale", type=float, default=1.0, help="a fraction of the sizes, for a quick look")
    parser.add_argument("--folder", type=Path, help="where to write the inputs (default: the system's temporary folder)")
    options = parser.parse_args()
    if unknown := [case for case in options.cases if case not in CASES]:
        parser.error(f"no case `{unknown[0]}`: {' '.join(CASES)}")
    if not options.aludel.exists():
        parser.error(f"no binary at {options.aludel}: build a release first")

    installed = peers.install(options.peers_folder.resolve()) if options.peers else None
    with tempfile.TemporaryDirectory(prefix="aludel-bench-", dir=options.folder) as folder:
        environment = {"PATH": os.environ["PATH"], "HOME": folder, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        place = Place(Path(folder), options.aludel.resolve(), environment, options.scale, installed)
        print(f"{datetime.date.today()}, {platform.machine()}, {os.cpu_count()} cores, Linux {platform.release()}"
              f"{', ' + installed.versions if installed else ''}\n")
        results = []
        for case in options.cases or CASES:
            for comparison in CASES[case](place):
                print(comparison.title, file=sys.stderr)
                text, met = table(comparison, place)
                print(text, flush=True)
                results.append(met)
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
