"""What the tests of this folder share: a project of revisions that count, and how it is run and looked at."""

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(os.environ.get("ALUDEL_SOURCE", Path(__file__).parents[2]))
BINARY = Path(os.environ.get("ALUDEL_BINARY", ROOT / "build/dev/bin/aludel"))
sys.path.insert(0, str(ROOT / "tests" / "soak"))

import oracle  # noqa: E402
from oracle import Truth  # noqa: E402


class Project(unittest.TestCase):
    """A fresh folder for each test. `database` may be moved to another file system before the first run."""

    def setUp(self) -> None:
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name)
        self.database = self.folder / "app.db"
        (self.folder / "migrations").mkdir()

    def write(self, number: int, up: str, options: str = "") -> None:
        """The revision of that number, after the one before it."""
        revises = f"-- revises: r{number - 1}\n" if number > 1 else ""
        (self.folder / "migrations" / f"r{number}.sql").write_text(
            f"-- r{number}\n--\n-- revision: r{number}\n{revises}\n-- migrate:up{options}\n{up}")

    def aludel(self, *words: str, **options: object) -> subprocess.CompletedProcess[str]:
        (self.folder / "aludel.toml").write_text(f'url = "sqlite:///{self.database}"\nmigrations = ["migrations"]\n')
        environment = {"PATH": "/usr/bin:/bin", "HOME": str(self.folder), "LC_ALL": "C.UTF-8"}
        environment |= {name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")}
        environment |= options.pop("environment", {})
        return subprocess.run([BINARY, *words], cwd=self.folder, env=environment, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, **options)

    def succeeds(self, *words: str) -> None:
        result = self.aludel(*words)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)

    def fails(self, *words: str, **options: object) -> str:
        """What it says on stderr. A crash is not a failure."""
        result = self.aludel(*words, **options)
        self.assertGreater(result.returncode, 0, result.stdout + result.stderr)
        self.assertRegex(result.stderr, r"(?m)^error\[[a-z-]+\]: ")
        return result.stderr

    def truth(self) -> Truth:
        return oracle.look(self.database)

    def undisturbed(self) -> Truth:
        """What the revisions make of a database that nothing happened to."""
        database, self.database = self.database, self.folder / "undisturbed.db"
        try:
            self.succeeds("upgrade", "head")
            return self.truth()
        finally:
            self.database = database

    def applied(self) -> list[str]:
        """The heads."""
        return [row[0] for table, rows in self.truth().rows if table == "aludel_version" for row in rows]
