"""Ways from one schema to another on PostgreSQL: the SQL of `aludel diff --sql` turns a database with the one into one with the other,
as pg_dump sees it."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

SOURCE = Path(os.environ.get("ALUDEL_SOURCE", Path(__file__).parents[2]))
BINARY = Path(os.environ.get("ALUDEL_BINARY", SOURCE / "build" / "dev" / "bin" / "aludel"))
SKIPPED = 77
QUESTION = re.compile(r"`--fill '?([^\s`]+=)EXPRESSION'?`")

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "servers"))
sys.path.insert(0, str(Path(__file__).resolve().parent))
import postgresql_dumps  # noqa: E402
import servers  # noqa: E402


@dataclass
class Way:
    name: str
    before: Path
    after: Path
    options: list[str] = field(default_factory=list)
    rows: bool = False  # are compared, too


def server_for_tests() -> servers.Server:
    """Exits if there is none, so that the test counts as skipped."""
    try:
        return servers.running("postgresql")
    except FileNotFoundError:
        print("skipped: no PostgreSQL server was started")
        sys.exit(SKIPPED)


def diff(server: servers.Server, way: Way, *options: str) -> subprocess.CompletedProcess:
    url = server.url("postgres")
    environment = {**os.environ, "ALUDEL_URL": url, "ALUDEL_SCRATCH_POSTGRESQL": url}
    return subprocess.run([BINARY, "diff", f"file:{way.before}", f"file:{way.after}", "--no-rename", *way.options, *options],
                          capture_output=True, text=True, check=False, cwd="/", env=environment)


def script(server: servers.Server, way: Way) -> str:
    """No row lacks a value, so whatever is asked about that has any answer."""
    answers: list[str] = []
    while True:
        done = diff(server, way, "--sql", *answers)
        if done.returncode == 0:
            return done.stdout
        asked = [word for name in QUESTION.findall(done.stderr) for word in ("--fill", name)]
        if not asked:
            raise ValueError(done.stderr)
        answers += asked


@dataclass
class Fault:
    text: str
    differs: bool = False  # it went all the way, to another schema


def fault(server: servers.Server, way: Way, show: bool) -> Fault | None:
    """In what a database that has gone the way is not one that was loaded."""
    ours, theirs = server.new_database(), server.new_database()
    try:
        server.query(way.before.read_text(), ours)
        server.query(way.after.read_text(), theirs)
        sql = script(server, way)
        if show:
            print(sql)
        server.query(sql, ours)
        difference = postgresql_dumps.difference(*(postgresql_dumps.dump(server, database) for database in (theirs, ours)))
        if not difference and way.rows:
            difference = "\n".join(postgresql_dumps.only_in_one(*(postgresql_dumps.rows(server, database) for database in (theirs, ours))))
        return Fault(difference, differs=True) if difference else None
    except subprocess.CalledProcessError as failure:
        return Fault(failure.stderr.decode() if isinstance(failure.stderr, bytes) else failure.stderr)
    except ValueError as failure:
        return Fault(str(failure))
    finally:
        server.drop_database(ours)
        server.drop_database(theirs)


def run(server: servers.Server, ways: Iterable[Way], *, show: bool = False, excused: Callable[[Way, Fault], str | None] = lambda *_: None) -> int:
    """Goes all ways and prints what is wrong. The exit code: none at all is a fault, too."""
    gone = faults = excuses = 0
    for way in ways:
        gone += 1
        found = fault(server, way, show)
        if found and (excuse := excused(way, found)):
            excuses += 1
            print(f"{way.name}: {excuse}", flush=True)
        elif found:
            faults += 1
            print(f"{way.name}:\n{found.text}\n", flush=True)
    print(f"{gone} ways, {faults} faults" + (f", {excuses} excused" if excuses else ""))
    return 1 if faults or not gone else 0
