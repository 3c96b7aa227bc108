"""Alembic and Aludel take turns on one database, over the same ids, and each accepts what the other left."""

import os
import sqlite3
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SOURCE = Path(os.environ.get("ALUDEL_SOURCE", Path(__file__).parents[2]))
BUILD = Path(os.environ.get("ALUDEL_BUILD", SOURCE / "build" / "dev"))
BINARY = Path(os.environ.get("ALUDEL_BINARY", BUILD / "bin" / "aludel"))
sys.path.insert(0, str(SOURCE / "bench"))

from inputs import Revision, identifier, write_alembic, write_project  # noqa: E402

R1, R2, R3, R4, R5 = (identifier(n) for n in range(1, 6))

# A branch point, two branches, their merge, one on top.
PARENTS = {1: (), 2: (R1,), 3: (R1,), 4: (R2, R3), 5: (R4,)}

# Who does what, and the rows of the version table after it.
TURNS = (
    ("aludel", ("upgrade", R1), {R1}),
    ("alembic", ("upgrade", R2), {R2}),
    ("aludel", ("upgrade", "heads"), {R5}),
    ("alembic", ("downgrade", R4), {R4}),
    ("aludel", ("downgrade", R2), {R2, R3}),
    ("alembic", ("upgrade", R4), {R4}),
    ("alembic", ("upgrade", "head"), {R5}),
    ("aludel", ("downgrade", "base"), set()),
    ("alembic", ("upgrade", "head"), {R5}),
    ("aludel", ("upgrade", "head"), {R5}),
    ("aludel", ("stamp", R3), {R3}),
    ("alembic", ("stamp", "head"), {R5}),
    ("alembic", ("downgrade", "base"), set()),
    ("aludel", ("upgrade", "head"), {R5}),
)


def newest_alembic() -> Path | None:
    """PyPI's, in a virtual environment of the build; none where PyPI cannot be reached."""
    command = BUILD / "alembic" / "bin" / "alembic"
    if not command.exists():
        subprocess.run([sys.executable, "-m", "venv", BUILD / "alembic"], check=True)
        subprocess.run([BUILD / "alembic/bin/pip", "install", "--quiet", "alembic"], stderr=subprocess.DEVNULL)
    return command if command.exists() else None


def revisions() -> list[Revision]:
    return [Revision(n, parents, f"CREATE TABLE t{n} (id INTEGER);\nINSERT INTO t{n} VALUES ({n});\n", f"DROP TABLE t{n};\n")
            for n, parents in PARENTS.items()]


class TakingTurns(unittest.TestCase):
    def setUp(self) -> None:
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = write_project(Path(temporary.name) / "project", iter(revisions()))
        write_alembic(self.folder, iter(revisions()))
        with (self.folder / "aludel.toml").open("a") as config:
            config.write('version_table = "alembic_version"\n')

    def test_debians_alembic(self) -> None:
        self.take_turns(Path("/usr/bin/alembic"))

    def test_newest_alembic(self) -> None:
        if not (alembic := newest_alembic()):
            self.skipTest("PyPI cannot be reached; Debian's Alembic was tried")
        self.take_turns(alembic)

    def take_turns(self, alembic: Path) -> None:
        tools = {"alembic": alembic, "aludel": BINARY}
        for who, words, rows in TURNS:
            self.run_tool(tools[who], *words)
            self.assertEqual(self.rows(), rows, f"{who} {' '.join(words)}")
            for other in tools.values():
                told = self.run_tool(other, "current")
                self.assertEqual({revision for revision in map(identifier, PARENTS) if revision in told}, rows, told)

    def run_tool(self, tool: Path, *words: str) -> str:
        environment = {"PATH": "/usr/bin:/bin", "HOME": str(self.folder), "LC_ALL": "C.UTF-8"}
        result = subprocess.run([tool, *words], cwd=self.folder, env=environment, stdin=subprocess.DEVNULL,
                                capture_output=True, text=True)
        self.assertEqual(result.returncode, 0, f"{tool} {' '.join(words)}\n{result.stdout}{result.stderr}")
        return result.stdout

    def rows(self) -> set[str]:
        database = sqlite3.connect(self.folder / "app.db")
        try:
            return {row for (row,) in database.execute("SELECT version_num FROM alembic_version")}
        finally:
            database.close()


if __name__ == "__main__":
    unittest.main()
