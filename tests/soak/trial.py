"""One project under trial: starts the binary, disturbs it, runs it again, and holds the end against an undisturbed run."""

import os
import random
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import oracle
import sets

TIMEOUT = 120


@dataclass
class Tally:
    """A row of the report."""
    what: str
    tried: int = 0
    failures: list[str] = field(default_factory=list)

    def add(self, failure: str | None) -> None:
        self.tried += 1
        if failure:
            self.failures.append(failure)


@dataclass(frozen=True)
class Soak:
    binary: Path
    folder: Path
    seed: int
    fraction: float  # of the full counts

    def random(self, name: str) -> random.Random:
        return random.Random(f"{self.seed} {name}")

    def count(self, full: int) -> int:
        return max(1, round(full * self.fraction))

    def project(self, name: str, count: int = sets.COUNT) -> "Project":
        return Project(self.binary, sets.write_project(Path(tempfile.mkdtemp(dir=self.folder)), name, count))


@contextmanager
def soak(binary: Path, seed: int, fraction: float) -> Iterator[Soak]:
    folder = Path(tempfile.mkdtemp(prefix="aludel-soak-"))
    try:
        yield Soak(binary, folder, seed, fraction)
    finally:
        shutil.rmtree(folder)


class Project:
    def __init__(self, binary: Path, folder: Path):
        self.binary = binary
        self.folder = folder
        self.database = folder / "app.db"
        self.environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "LC_ALL": "C.UTF-8", "TZ": "UTC"}

    def start(self, *words: str, fail: str | None = None) -> subprocess.Popen:
        environment = self.environment | ({"ALUDEL_FAIL": fail} if fail else {})
        return subprocess.Popen([self.binary, *words], cwd=self.folder, env=environment, stdin=subprocess.DEVNULL,
                                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

    def run(self, *words: str) -> str | None:
        """None if it exited with 0, else what went wrong."""
        process = self.start(*words)
        _, error = process.communicate(timeout=TIMEOUT)
        return f"`{' '.join(words)}` exited with {process.returncode}: {error}" if process.returncode else None

    def must(self, *words: str) -> None:
        if failure := self.run(*words):
            raise RuntimeError(failure)

    def reset(self, start: Path | None = None) -> None:
        """No database, or a copy of one to start from."""
        for file in self.folder.glob("app.db*"):
            file.unlink()
        if start:
            shutil.copy(start, self.database)

    def keep(self, name: str) -> Path:
        """Sets the database aside, to start from it later."""
        return Path(shutil.copy(self.database, self.folder / name))

    def heals(self, words: tuple[str, ...], truth: oracle.Truth) -> str | None:
        """A plain re-run must succeed and end as the undisturbed run did."""
        if failure := self.run(*words):
            return failure
        found = oracle.look(self.database)
        return None if found == truth else truth.difference(found)


def kill_after(process: subprocess.Popen, seconds: float) -> bool:
    """Kills it at that instant; false if it had ended before."""
    time.sleep(seconds)
    process.kill()
    process.communicate()
    return process.returncode == -signal.SIGKILL


def kill_once_stopped(process: subprocess.Popen) -> bool:
    """Waits until it stops itself and kills it; false if it ended instead."""
    _, status = os.waitpid(process.pid, os.WUNTRACED)
    if os.WIFSTOPPED(status):
        process.kill()
        process.communicate()
        return True
    process.returncode = os.waitstatus_to_exitcode(status)
    process.communicate()
    return False
