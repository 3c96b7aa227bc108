"""Neighbouring versions of real schemas on PostgreSQL: the SQL of `aludel diff --sql` turns a database with the one into one
with the other, both ways, as pg_dump sees it.

A pair that holds what Aludel says it does not manage may differ: such are counted. The schemas are not part of the project:
ALUDEL_CORPORA names their folder, by default ../shared/corpora. A tenth of the pairs is enough for each run; `--all` takes all.
"""

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

SOURCE = Path(os.environ.get("ALUDEL_SOURCE", Path(__file__).parents[2]))
BINARY = Path(os.environ.get("ALUDEL_BINARY", SOURCE / "build" / "dev" / "bin" / "aludel"))
CORPORA = Path(os.environ.get("ALUDEL_CORPORA", SOURCE.parent / "shared" / "corpora"))
SKIPPED = 77
PART = "holds what is not managed"
QUESTION = re.compile(r"`--fill '?([^\s`]+=)EXPRESSION'?`")

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "servers"))
sys.path.insert(0, str(Path(__file__).resolve().parent))
import postgresql_dumps  # noqa: E402
import servers  # noqa: E402


def run(server: servers.Server, *arguments: str) -> subprocess.CompletedProcess:
    url = server.url("postgres")
    environment = {**os.environ, "ALUDEL_URL": url, "ALUDEL_SCRATCH_POSTGRESQL": url}
    return subprocess.run([BINARY, *arguments], capture_output=True, text=True, check=False, cwd="/", env=environment)


def script(server: servers.Server, before: Path, after: Path) -> str:
    """There are no rows, so whatever is asked about them has any answer."""
    answers: list[str] = []
    while True:
        done = run(server, "diff", f"file:{before}", f"file:{after}", "--sql", "--no-rename", *answers)
        if done.returncode == 0:
            return done.stdout
        asked = [word for name in QUESTION.findall(done.stderr) for word in ("--fill", name)]
        if not asked:
            raise ValueError(done.stderr)
        answers += asked


def migrate(server: servers.Server, before: Path, after: Path) -> tuple[list[str], list[str]]:
    """What pg_dump tells of a database that has gone the way, and of one that was loaded."""
    ours, theirs = server.new_database(), server.new_database()
    try:
        server.query(before.read_text(), ours)
        server.query(after.read_text(), theirs)
        server.query(script(server, before, after), ours)
        return postgresql_dumps.dump(server, theirs), postgresql_dumps.dump(server, ours)
    finally:
        server.drop_database(ours)
        server.drop_database(theirs)


def fault(server: servers.Server, before: Path, after: Path) -> str | None:
    try:
        wanted, found = migrate(server, before, after)
    except subprocess.CalledProcessError as failure:
        return failure.stderr.decode() if isinstance(failure.stderr, bytes) else failure.stderr
    except ValueError as failure:
        return str(failure)
    different = postgresql_dumps.difference(wanted, found)
    if not different:
        return None
    told = run(server, "diff", f"file:{before}", f"file:{after}", "--no-rename").stdout
    return PART if "not managed: " in told else f"another schema than the one that was wanted:\n{different}"


def pairs(names: list[str], every: int) -> list[tuple[Path, Path]]:
    found = []
    for folder in sorted(CORPORA.glob("*/postgresql")):
        files = sorted(folder.glob("*.sql"))
        found += [pair for pair in zip(files, files[1:])]
    if names:
        return [pair for pair in found if any(name in str(pair[1]) for name in names)]
    return found[::every]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", help="all pairs, not every tenth")
    parser.add_argument("names", nargs="*", help="parts of paths; only pairs whose second path has one of them")
    options = parser.parse_args()
    try:
        server = servers.running("postgresql")
    except FileNotFoundError:
        print("skipped: no PostgreSQL server was started")
        return SKIPPED
    chosen = pairs(options.names, 1 if options.all else 10)
    if not chosen:
        print(f"skipped: no schemas in {CORPORA}")
        return SKIPPED
    faults = parts = 0
    for first, second in chosen:
        for before, after in ((first, second), (second, first)):
            told = fault(server, before, after)
            parts += told == PART
            if told and told != PART:
                faults += 1
                print(f"{before.relative_to(CORPORA)} -> {after.relative_to(CORPORA)}: {told}", flush=True)
    print(f"{2 * len(chosen)} ways, {faults} faults; {parts} of them hold what is not managed, and differ there")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
