"""One run of a script: its folder, its clean environment, and what the last program printed."""

import contextlib
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import archive
import process
from words import ScriptError, Step

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "servers"))
import servers  # noqa: E402


class Failure(Exception):
    """What the script says does not hold."""


class Skip(Exception):
    """The script needs what is not there."""


class Session:
    def __init__(self, test: Path, folder: Path, binary: Path, update: bool, engine: str):
        self.test = test
        self.update = update
        self.work = folder / "work"
        self.cwd = self.work
        self.files = archive.parse(test.read_bytes()).files
        self.last = process.Result(0, "", "")
        self.stdin: bytes | None = None
        self.typed = ""
        self.started: list[subprocess.Popen] = []
        self.locks: list[sqlite3.Connection] = []
        self.snapshots: dict[str, bytes] = {}
        self.env = clean_environment(folder, binary)
        self.server: servers.Server | None = None
        self.databases: list[str] = []
        self.env["ENGINE"] = engine
        if engine == "sqlite":
            self.env["URL"] = "sqlite:///app.db"
        else:
            self.server = servers.running(engine)
            self.env["URL"] = self.server.url(self.new_database())
        self.write_files(folder)

    def write_files(self, folder: Path) -> None:
        (folder / "home").mkdir()
        self.work.mkdir()
        for name, content in self.files.items():
            path = self.work / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    def new_database(self) -> str:
        self.databases.append(self.server.new_database())
        return self.databases[-1]

    def path(self, name: str) -> Path:
        return self.cwd / name

    def read(self, name: str) -> str:
        """A file's text; `stdout` and `stderr` are those of the last program."""
        if name in ("stdout", "stderr"):
            return getattr(self.last, name)
        return process.decode(self.path(name).read_bytes())

    def take_input(self) -> bytes | None:
        stdin, self.stdin = self.stdin, None
        return stdin

    def take_typed(self) -> str:
        typed, self.typed = self.typed, ""
        return typed

    def ended(self, step: Step, result: process.Result) -> None:
        """Keeps the result of a program, and holds it against what the step wants."""
        self.last = result
        if step.status is not None:
            if result.status != step.status:
                raise Failure(f"exit code {result.status}, not {step.status}")
        elif step.negated and result.status == 0:
            raise Failure("succeeded, but must fail")
        elif step.negated and result.status >= 128:
            raise Failure(f"crashed with exit code {result.status}")
        elif not step.negated and result.status != 0:
            raise Failure(f"exit code {result.status}")

    def close(self) -> None:
        for lock in self.locks:
            lock.close()
        for program in self.started:
            with contextlib.suppress(ProcessLookupError):
                program.kill()
            process.finish(program)
        for database in self.databases:
            self.server.drop_database(database)


def clean_environment(folder: Path, binary: Path) -> dict[str, str]:
    """Nothing of the caller's but what the sanitizers are told."""
    env = {name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")}
    env.update({
        "HOME": str(folder / "home"),
        "WORK": str(folder / "work"),
        # Another PostgreSQL's programs, if that is tested, for scratch databases of its version.
        "PATH": ":".join([str(binary.parent), "/usr/local/bin", "/usr/bin", "/bin", *filter(None, [os.environ.get("ALUDEL_POSTGRESQL_BIN")])]),
        "TZ": "UTC",
        "LC_ALL": "C.UTF-8",
    })
    return env


def one_argument(step: Step) -> str:
    if len(step.words) != 2:
        raise ScriptError(f"`{step.words[0]}` takes one argument")
    return step.words[1]
