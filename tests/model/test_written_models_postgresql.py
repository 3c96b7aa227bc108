"""Models that `aludel inspect --format sqlalchemy` writes of PostgreSQL make the same schema again: for the model of Aludel, and for
create_all() on a server, of which pg_dump tells the same as of the original.

Schemas: those of postgresql_schemas/ and some real ones, which are not part of the project (ALUDEL_CORPORA names their folder, by
default ../shared/corpora).
"""

import os
import re
import sys
import tempfile
import unittest
from pathlib import Path

from models import HERE, make_all, run
from pythons import BUILD, DEBIAN, SOURCE, from_pypi

sys.path.insert(0, str(HERE.parent / "servers"))
sys.path.insert(0, str(HERE.parent / "corpora"))
import postgresql_dumps  # noqa: E402
import servers  # noqa: E402

BINARY = Path(os.environ.get("ALUDEL_BINARY", BUILD / "bin" / "aludel"))
CORPORA = Path(os.environ.get("ALUDEL_CORPORA", SOURCE.parent / "shared" / "corpora"))
REAL = ["danbooru", "supabase-auth"]
OWN = sorted((HERE / "postgresql_schemas").glob("*.sql"))


def newest_real_schemas() -> list[Path]:
    versions = (sorted((CORPORA / name / "postgresql").glob("*.sql")) for name in REAL)
    return [found[-1] for found in versions if found]


class SameAgain(unittest.TestCase):
    def setUp(self) -> None:
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name)

    def test_debians_sqlalchemy(self) -> None:
        self.write_and_read(DEBIAN, [*OWN, *newest_real_schemas()])

    def test_newest_sqlalchemy(self) -> None:
        if not (python := from_pypi("sqlmodel")):
            self.skipTest("PyPI cannot be reached; Debian's SQLAlchemy was tried")
        self.write_and_read(python, OWN)

    def write(self, schema: Path) -> Path:
        written = run(BINARY, "inspect", "--format", "sqlalchemy", f"file:{schema}", folder=self.folder)
        self.assertEqual(written.returncode, 0, written.stderr)
        module = self.folder / f"written_{re.sub(r'[^a-z]', '_', schema.stem)}.py"
        module.write_text(written.stdout)
        return module

    def write_and_read(self, python: Path, schemas: list[Path]) -> None:
        (self.folder / "aludel.toml").write_text(f'url = "postgresql:///none"\npython = "{python}"\n')
        for schema in schemas:
            with self.subTest(schema):
                model = f"sqlalchemy:{self.write(schema).stem}:Base"
                compared = run(BINARY, "diff", f"file:{schema}", model, "--column-order", "--exit-code", folder=self.folder)
                self.assertEqual(compared.returncode, 0, compared.stdout + compared.stderr)

    def test_create_all_itself(self) -> None:
        server = servers.running("postgresql")
        if not Path(server.bin, "pg_dump").exists():
            self.skipTest(f"there is no pg_dump in {server.bin}")
        (self.folder / "aludel.toml").write_text('url = "postgresql:///none"\n')
        for environment in ("debian-psycopg2", "sqlmodel-psycopg2"):
            if not (python := from_pypi(environment)):
                self.skipTest("PyPI cannot be reached, and psycopg2 is from there")
            for schema in OWN:
                with self.subTest(schema.stem, environment=environment):
                    self.compare_with_create_all(server, python, schema)

    def compare_with_create_all(self, server: servers.Server, python: Path, schema: Path) -> None:
        module = self.write(schema)
        loaded, made = server.new_database(), server.new_database()
        try:
            server.query(schema.read_text(), loaded)
            url = f"postgresql+psycopg2://postgres@/{made}?host={server.folder}&port={server.port}"
            make_all(python, url, [module])
            expected, found = (postgresql_dumps.dump(server, database) for database in (loaded, made))
            self.assertFalse(postgresql_dumps.difference(expected, found))
        finally:
            server.drop_database(loaded)
            server.drop_database(made)


if __name__ == "__main__":
    unittest.main()
