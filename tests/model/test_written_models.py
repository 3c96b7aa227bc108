"""Models that `aludel inspect --format sqlalchemy` writes make the same schema again, whatever it is.

Schemas: those of models/ as SQLAlchemy makes them, those of schemas/, some drawn at random, and real ones, which are not part of the project
(ALUDEL_CORPORA names their folder, by default ../shared/corpora).
"""

import os
import tempfile
import unittest
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from pathlib import Path

from models import HERE, create_all, run
from pythons import BUILD, DEBIAN, SOURCE, from_pypi

BINARY = Path(os.environ.get("ALUDEL_BINARY", BUILD / "bin" / "aludel"))
CORPORA = Path(os.environ.get("ALUDEL_CORPORA", SOURCE.parent / "shared" / "corpora"))
DRAWN = 40


def draw(folder: Path) -> Iterator[Path]:
    for seed in range(1, DRAWN + 1):
        path = folder / f"drawn_{seed}.sql"
        drawn = run(BINARY.parent / "aludel_property", "--seed", str(seed), "--count", "1", "--print").stdout
        assert "CREATE" in drawn.upper()
        path.write_text(drawn)
        yield path


def newest_real_schemas() -> Iterator[Path]:
    for _, versions in groupby(sorted(CORPORA.glob("*/sqlite/*.sql")), key=lambda path: path.parent):
        yield list(versions)[-1]


class SameAgain(unittest.TestCase):
    def setUp(self) -> None:
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name)

    def test_debians_sqlalchemy(self) -> None:
        self.write_and_read_all(DEBIAN)

    def test_newest_sqlalchemy(self) -> None:
        if not (python := from_pypi("sqlmodel")):
            self.skipTest("PyPI cannot be reached; Debian's SQLAlchemy was tried")
        self.write_and_read_all(python)

    def write_and_read_all(self, python: Path) -> None:
        (self.folder / "aludel.toml").write_text(f'python = "{python}"\n')
        schemas = [*create_all(python, self.folder), *sorted((HERE / "schemas").glob("*.sql")), *draw(self.folder),
                   *newest_real_schemas()]
        with ThreadPoolExecutor(2) as pool:
            for place, fault in zip(schemas, pool.map(self.difference, range(len(schemas)), schemas)):
                with self.subTest(place.name):
                    self.assertFalse(fault, fault)

    def difference(self, number: int, schema: Path) -> str:
        """What is wrong with one schema, if anything is."""
        module = self.folder / f"written_{number}.py"
        written = run(BINARY, "inspect", "--format", "sqlalchemy", f"file:{schema}", folder=self.folder)
        module.write_text(written.stdout)
        compared = run(BINARY, "diff", f"file:{schema}", f"sqlalchemy:{module.stem}:Base", "--column-order", "--exit-code",
                       folder=self.folder)
        fine = written.returncode == 0 and compared.returncode == 0
        return "" if fine else f"{written.stderr}\n{compared.stdout}\n{compared.stderr}\n{written.stdout}"


if __name__ == "__main__":
    unittest.main()
