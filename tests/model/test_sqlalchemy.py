"""What Aludel reads of SQLAlchemy's models is what metadata.create_all() makes of them, for each file of models/ and each SQLAlchemy."""

import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SOURCE = Path(os.environ.get("ALUDEL_SOURCE", Path(__file__).parents[2]))
BUILD = Path(os.environ.get("ALUDEL_BUILD", SOURCE / "build" / "dev"))
HERE = Path(__file__).parent
MODELS = HERE / "models"
EXPORTER = (SOURCE / "src/model/sqlalchemy_exporter.py").read_text()

# PyPI's, each in a virtual environment of the build. SQLModel brings the newest SQLAlchemy.
FROM_PYPI = {"sqlalchemy-2.0": ["sqlalchemy==2.0.*"], "sqlmodel": ["sqlmodel"]}


def python_from_pypi(name: str) -> Path | None:
    """None where PyPI cannot be reached."""
    environment = BUILD / name
    ready = environment / "ready"
    if not ready.exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", environment], check=True)
        install = [environment / "bin/pip", "install", "--quiet", *FROM_PYPI[name]]
        if subprocess.run(install, stderr=subprocess.DEVNULL).returncode != 0:
            return None
        ready.touch()
    return environment / "bin/python"


def attribute_of(model: Path) -> str:
    text = model.read_text()
    named = re.search(r"^# attribute: (.+)", text)
    if named:
        return named[1]
    return next(name for name in ("Base", "SQLModel", "mapper_registry", "metadata") if re.search(rf"\b{name}\b", text))


def run(python: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run([python, *words], cwd=MODELS, env=environment, stdin=subprocess.DEVNULL,
                          capture_output=True, text=True)


def schema(database: sqlite3.Connection) -> list[tuple[str, ...]]:
    objects = database.execute("SELECT type, name, tbl_name, rtrim(sql, char(10) || ' ') FROM sqlite_schema")
    return sorted(objects)


class SameAsCreateAll(unittest.TestCase):
    def test_debians_sqlalchemy(self) -> None:
        self.compare_all(Path("/usr/bin/python3"))

    def test_sqlalchemy_2_0(self) -> None:
        self.compare_all(self.from_pypi("sqlalchemy-2.0"))

    def test_newest_sqlalchemy_and_sqlmodel(self) -> None:
        self.compare_all(self.from_pypi("sqlmodel"))

    def from_pypi(self, name: str) -> Path:
        if not (python := python_from_pypi(name)):
            self.skipTest("PyPI cannot be reached; Debian's SQLAlchemy was tried")
        return python

    def compare_all(self, python: Path) -> None:
        attributes = {path.stem: attribute_of(path) for path in sorted(MODELS.glob("*.py"))}
        with tempfile.TemporaryDirectory() as folder:
            made = run(python, HERE / "create_all.py", folder, *(":".join(place) for place in attributes.items()))
            self.assertEqual(made.returncode, 0, made.stderr)
            databases = sorted(Path(folder).glob("*.db"))
            self.assertGreaterEqual(len(databases), 40)
            for database in databases:
                with self.subTest(database.stem):
                    self.compare(python, database.stem, attributes[database.stem], database)

    def compare(self, python: Path, module: str, attribute: str, made: Path) -> None:
        printed = run(python, "-B", "-c", EXPORTER, "sqlite", module, attribute, MODELS)
        self.assertEqual((printed.returncode, printed.stderr), (0, ""), printed.stdout)
        loaded = sqlite3.connect(":memory:")
        loaded.executescript(printed.stdout)
        expected = sqlite3.connect(made)
        self.assertEqual(schema(loaded), schema(expected))
        self.assertTrue(schema(loaded))
        expected.close()
        loaded.close()


class SameEachTime(unittest.TestCase):
    def test_indexes_come_in_one_order(self) -> None:
        words = ("/usr/bin/python3", "-B", "-c", EXPORTER, "sqlite", "indexes", "", MODELS)
        self.assertEqual(len({run(*words).stdout for _ in range(5)}), 1)


if __name__ == "__main__":
    unittest.main()
