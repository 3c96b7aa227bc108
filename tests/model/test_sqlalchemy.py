"""What Aludel reads of SQLAlchemy's models is what metadata.create_all() makes of them, for each file of models/ and each SQLAlchemy."""

import sqlite3
import tempfile
import unittest
from pathlib import Path

from models import MODELS, create_all, run
from pythons import DEBIAN, SOURCE, from_pypi

EXPORTER = (SOURCE / "src/model/sqlalchemy_exporter.py").read_text()


def schema(database: sqlite3.Connection) -> list[tuple[str, ...]]:
    objects = database.execute("SELECT type, name, tbl_name, rtrim(sql, char(10) || ' ') FROM sqlite_schema")
    return sorted(objects)


class SameAsCreateAll(unittest.TestCase):
    def test_debians_sqlalchemy(self) -> None:
        self.compare_all(DEBIAN)

    def test_sqlalchemy_2_0(self) -> None:
        self.compare_all(self.from_pypi("sqlalchemy-2.0"))

    def test_newest_sqlalchemy_and_sqlmodel(self) -> None:
        self.compare_all(self.from_pypi("sqlmodel"))

    def from_pypi(self, name: str) -> Path:
        if not (python := from_pypi(name)):
            self.skipTest("PyPI cannot be reached; Debian's SQLAlchemy was tried")
        return python

    def compare_all(self, python: Path) -> None:
        with tempfile.TemporaryDirectory() as folder:
            databases = create_all(python, Path(folder))
            self.assertGreaterEqual(len(databases), 40)
            for database, (module, attribute) in databases.items():
                with self.subTest(module):
                    self.compare(python, module, attribute, database)

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
        words = (DEBIAN, "-B", "-c", EXPORTER, "sqlite", "indexes", "", MODELS)
        self.assertEqual(len({run(*words).stdout for _ in range(5)}), 1)


if __name__ == "__main__":
    unittest.main()
