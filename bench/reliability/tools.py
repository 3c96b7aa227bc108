"""How each tool is given migrations and run. Aludel's peers: PyPI's alembic, npm's dbmate, Go's goose."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

GOOSE_TAGS = "no_clickhouse no_mssql no_vertica no_ydb no_libsql no_duckdb no_spanner no_starrocks"


@dataclass(frozen=True)
class Migration:
    name: str
    statements: tuple[str, ...]
    alone: bool = False  # outside of a transaction


@dataclass(frozen=True)
class Address:
    """A database, as each tool wants to hear of it."""
    engine: str
    name: str  # of the database; of SQLite: its file
    port: int = 0

    def url(self, scheme: str) -> str:
        if self.engine == "sqlite":
            return f"{scheme}:///{self.name}" if scheme == "sqlite" else f"{scheme}:{self.name}"
        user = "postgres" if self.engine == "postgresql" else "root"
        return f"{scheme}://{user}@127.0.0.1:{self.port}/{self.name}"


class Tool:
    name = ""

    def __init__(self, program: Path):
        self.program = program

    def write(self, folder: Path, migrations: list[Migration], address: Address) -> None:
        raise NotImplementedError

    def up(self, folder: Path, address: Address) -> list[str]:
        raise NotImplementedError

    def file(self, folder: Path, number: int) -> Path:
        """Of the migration with that number, from 1."""
        raise NotImplementedError


class Aludel(Tool):
    name = "aludel"

    def write(self, folder: Path, migrations: list[Migration], address: Address) -> None:
        (folder / "migrations").mkdir(exist_ok=True)
        (folder / "aludel.toml").write_text(f'url = "{address.url(address.engine)}"\n')
        for n, migration in enumerate(migrations, 1):
            revises = f"-- revises: r{n - 1:03}\n" if n > 1 else ""
            body = "".join(f"{statement};\n" for statement in migration.statements)
            self.file(folder, n).write_text(f"-- {migration.name}\n--\n-- revision: r{n:03}\n{revises}\n-- migrate:up\n{body}")

    def up(self, folder: Path, address: Address) -> list[str]:
        return [str(self.program), "upgrade", "head"]

    def file(self, folder: Path, number: int) -> Path:
        return folder / "migrations" / f"r{number:03}.sql"


class Alembic(Tool):
    name = "alembic"
    SCHEMES = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg2", "mariadb": "mysql+pymysql"}
    ENVIRONMENT = """\
from alembic import context
from sqlalchemy import create_engine
with create_engine("{url}").connect() as connection:
    context.configure(connection=connection, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
"""

    def write(self, folder: Path, migrations: list[Migration], address: Address) -> None:
        (folder / "alembic" / "versions").mkdir(parents=True, exist_ok=True)
        (folder / "alembic.ini").write_text("[alembic]\nscript_location = alembic\n")
        url = address.url(self.SCHEMES[address.engine])
        (folder / "alembic" / "env.py").write_text(self.ENVIRONMENT.format(url=url))
        for n, migration in enumerate(migrations, 1):
            indent = "        " if migration.alone else "    "
            head = "    with op.get_context().autocommit_block():\n" if migration.alone else ""
            body = head + "".join(f"{indent}op.execute({statement!r})\n" for statement in migration.statements)
            down = f"r{n - 1:03}" if n > 1 else None
            self.file(folder, n).write_text(f"from alembic import op\nrevision = 'r{n:03}'\ndown_revision = {down!r}\n"
                                            f"def upgrade():\n{body}\ndef downgrade():\n    pass\n")

    def up(self, folder: Path, address: Address) -> list[str]:
        return [str(self.program), "upgrade", "head"]

    def file(self, folder: Path, number: int) -> Path:
        return folder / "alembic" / "versions" / f"r{number:03}.py"


class Dbmate(Tool):
    name = "dbmate"
    SCHEMES = {"sqlite": "sqlite", "postgresql": "postgres", "mariadb": "mysql"}

    def write(self, folder: Path, migrations: list[Migration], address: Address) -> None:
        (folder / "migrations").mkdir(exist_ok=True)
        for n, migration in enumerate(migrations, 1):
            options = " transaction:false" if migration.alone else ""
            body = "".join(f"{statement};\n" for statement in migration.statements)
            self.file(folder, n).write_text(f"-- migrate:up{options}\n{body}\n-- migrate:down\n")

    def up(self, folder: Path, address: Address) -> list[str]:
        url = address.url(self.SCHEMES[address.engine]) + ("?sslmode=disable" if address.engine == "postgresql" else "")
        return [str(self.program), "--url", url, "--migrations-dir", "migrations", "--no-dump-schema", "up"]

    def file(self, folder: Path, number: int) -> Path:
        return folder / "migrations" / f"{20260000000000 + number}_m.sql"


class Goose(Tool):
    name = "goose"

    def write(self, folder: Path, migrations: list[Migration], address: Address) -> None:
        (folder / "migrations").mkdir(exist_ok=True)
        for n, migration in enumerate(migrations, 1):
            head = "-- +goose NO TRANSACTION\n" if migration.alone else ""
            body = "".join(f"{statement};\n" for statement in migration.statements)
            self.file(folder, n).write_text(f"{head}-- +goose Up\n{body}\n-- +goose Down\n")

    def up(self, folder: Path, address: Address) -> list[str]:
        if address.engine == "sqlite":
            where = ["sqlite3", address.name]
        elif address.engine == "postgresql":
            where = ["postgres", address.url("postgres") + "?sslmode=disable"]
        else:
            where = ["mysql", f"root@tcp(127.0.0.1:{address.port})/{address.name}?parseTime=true"]
        return [str(self.program), "-dir", "migrations", *where, "up"]

    def file(self, folder: Path, number: int) -> Path:
        return folder / "migrations" / f"{number:05}_m.sql"


def install(folder: Path, aludel: Path) -> list[Tool]:
    """The tools; the peers are installed into the folder, if they are not there."""
    alembic, dbmate, goose = folder / "venv/bin/alembic", folder / "node_modules/.bin/dbmate", folder / "bin/goose"
    if not alembic.exists():
        subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    subprocess.run([folder / "venv/bin/pip", "install", "--quiet", "alembic", "psycopg2-binary", "pymysql"], check=True)
    if not dbmate.exists():
        subprocess.run(["npm", "install", "--silent", "--no-fund", "--prefix", folder, "dbmate"], check=True)
    if not goose.exists():
        subprocess.run(["go", "install", "-tags", GOOSE_TAGS, "github.com/pressly/goose/v3/cmd/goose@latest"],
                       check=True, env=os.environ | {"GOBIN": str(folder / "bin")})
    (native,) = folder.glob("node_modules/@dbmate/*/bin/dbmate")
    return [Aludel(aludel), Alembic(alembic), Dbmate(native), Goose(goose)]
