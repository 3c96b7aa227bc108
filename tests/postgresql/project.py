"""What the tests of this folder share: a PostgreSQL server of their own, and a project of revisions on it."""

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(os.environ.get("ALUDEL_SOURCE", Path(__file__).parents[2]))
BINARY = Path(os.environ.get("ALUDEL_BINARY", ROOT / "build/dev/bin/aludel"))
sys.path.insert(0, str(ROOT / "tests" / "servers"))

import servers  # noqa: E402


class Project(unittest.TestCase):
    """A server for the class, a database and a folder for each test."""

    server: servers.Server

    @classmethod
    def setUpClass(cls) -> None:
        cls.server = servers.start_postgresql()
        cls.addClassCleanup(lambda: servers.stop(cls.server))

    def setUp(self) -> None:
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name)
        (self.folder / "migrations").mkdir()
        self.database = self.server.new_database()
        self.url = self.server.url(self.database)

    def write(self, number: int, up: str, options: str = "", down: str | None = None) -> None:
        """The revision of that number, after the one before it."""
        revises = f"-- revises: r{number - 1}\n" if number > 1 else ""
        back = "" if down is None else f"\n-- migrate:down\n{down}"
        (self.folder / "migrations" / f"r{number}.sql").write_text(
            f"-- r{number}\n--\n-- revision: r{number}\n{revises}\n-- migrate:up{options}\n{up}{back}")

    def start(self, *words: str, **environment: str) -> subprocess.Popen[str]:
        programs = ["/usr/bin", "/bin", *filter(None, [os.environ.get("ALUDEL_POSTGRESQL_BIN")])]
        settings = {"PATH": ":".join(programs), "HOME": str(self.folder), "LC_ALL": "C.UTF-8", "ALUDEL_URL": self.url}
        settings |= {name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")}
        return subprocess.Popen([BINARY, *words], cwd=self.folder, env=settings | environment, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def aludel(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        process = self.start(*words, **environment)
        out, err = process.communicate(timeout=300)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def succeeds(self, *words: str, **environment: str) -> str:
        result = self.aludel(*words, **environment)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        return result.stdout

    def fails(self, *words: str, **environment: str) -> str:
        """What it says on stderr. A crash is not a failure."""
        result = self.aludel(*words, **environment)
        self.assertGreater(result.returncode, 0, result.stdout + result.stderr)
        return result.stderr

    def query(self, sql: str) -> list[str]:
        return self.server.query(sql, self.database)
