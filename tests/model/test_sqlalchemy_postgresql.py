"""What Aludel reads of SQLAlchemy's models on PostgreSQL is what metadata.create_all() makes of them there: pg_dump tells the
same of both. For each file of postgresql/, and for those of models/ that say nothing particular to SQLite."""

import re
import sys
import unittest
from pathlib import Path

from models import HERE, MODELS, make_all, run
from pythons import SOURCE, from_pypi

sys.path.insert(0, str(HERE.parent / "servers"))
sys.path.insert(0, str(HERE.parent / "corpora"))
import postgresql_dumps  # noqa: E402
import servers  # noqa: E402

EXPORTER = (SOURCE / "src/model/sqlalchemy_exporter.py").read_text()
ONLY_SQLITE = {"collations", "computed_columns", "expression_indexes", "hostile_names", "identity_and_sequences", "schema_main",
               "server_defaults", "sql_types", "strict", "triggers_beside_models", "views_of_sqlalchemy",
               "virtual_table_beside_models"}


def models() -> list[list[Path]]:
    general = [path for path in sorted(MODELS.glob("*.py")) if path.stem not in ONLY_SQLITE]
    return [general, sorted((HERE / "postgresql").glob("*.py"))]


def schemas_of(model: Path) -> str:
    """Those that create_all() wants to be there."""
    listed = re.search(r"^# schemas: (.+)", model.read_text(), re.MULTILINE)
    return "".join(f'CREATE SCHEMA "{name}";' for name in listed[1].split()) if listed else ""


class SameAsCreateAll(unittest.TestCase):
    def setUp(self) -> None:
        self.server = servers.running("postgresql")
        if not Path(self.server.bin, "pg_dump").exists():
            self.skipTest(f"there is no pg_dump in {self.server.bin}")

    def test_debians_sqlalchemy(self) -> None:
        self.compare_all("debian-psycopg2", 30)

    def test_newest_sqlalchemy(self) -> None:
        self.compare_all("sqlmodel-psycopg2", 30)

    def compare_all(self, environment: str, at_least: int) -> None:
        if not (python := from_pypi(environment)):
            self.skipTest("PyPI cannot be reached, and psycopg2 is from there")
        compared = sum(self.compare_group(python, group) for group in models())
        self.assertGreaterEqual(compared, at_least)

    def compare_group(self, python: Path, group: list[Path]) -> int:
        prefix = self.server.new_database()
        names = {path: f"{prefix}_{path.stem}" for path in group}
        try:
            for path, name in names.items():
                self.server.query(f"CREATE DATABASE {name}")
                self.server.query(schemas_of(path), name)
            url = f"postgresql+psycopg2://postgres@/{prefix}_{{}}?host={self.server.folder}&port={self.server.port}"
            made = make_all(python, url, group)
            for path, attribute in made.items():
                with self.subTest(path.stem):
                    self.compare(python, path, attribute, names[path])
            return len(made)
        finally:
            for name in (*names.values(), prefix):
                self.server.drop_database(name)

    def compare(self, python: Path, model: Path, attribute: str, made: str) -> None:
        printed = run(python, "-B", "-c", EXPORTER, "postgresql", model.stem, attribute, model.parent)
        self.assertEqual(printed.returncode, 0, printed.stdout + printed.stderr)
        expected = postgresql_dumps.dump(self.server, made)
        self.assertTrue(expected.told)
        loaded = self.server.new_database()
        try:
            self.server.query(printed.stdout, loaded)
            self.assertFalse(postgresql_dumps.difference(expected, postgresql_dumps.dump(self.server, loaded)))
        finally:
            self.server.drop_database(loaded)


if __name__ == "__main__":
    unittest.main()
