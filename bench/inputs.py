"""What the benchmarks run on: revisions in Aludel's own format, and the same SQL for the shell and for the peers."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ALEMBIC_ENV = """\
from alembic import context
from sqlalchemy import create_engine
with create_engine("sqlite:///app.db").connect() as connection:
    context.configure(connection=connection, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
"""


# The tables of `wide_schema`, as SQLAlchemy's models say them.
ALEMBIC_MODELS_ENV = """\
import sqlalchemy as sa
from alembic import context
metadata = sa.MetaData()
for n in range(1, {tables} + 1):
    sa.Table(f"t{{n}}", metadata, sa.Column("id", sa.Integer, primary_key=True, nullable=True),
             sa.Column("parent", sa.Integer, sa.ForeignKey(f"t{{max(1, n - 1)}}.id")), sa.Column("c0", sa.Text, nullable=False),
             sa.Column("c1", sa.Integer), sa.Column("c2", sa.REAL), sa.Column("c3", sa.BLOB), sa.Column("c4", sa.String(40)),
             sa.Column("c5", sa.Numeric(10, 2)), sa.Column("c6", sa.Text, server_default="x"),
             sa.Column("c7", sa.Integer, nullable=False, server_default=sa.text("0")),
             sa.Index(f"ix_t{{n}}_c0", "c0"), sa.Index(f"ux_t{{n}}_c1", "c1", "c4", unique=True))
with sa.create_engine("sqlite:///app.db").connect() as connection:
    context.configure(connection=connection, target_metadata=metadata, compare_server_default=True)
    with context.begin_transaction():
        context.run_migrations()
"""

# The tables of `server_schema`, of which some have a column more.
ALEMBIC_SERVER_ENV = """\
import sqlalchemy as sa
from alembic import context
from sqlalchemy.dialects.postgresql import JSONB
metadata = sa.MetaData()
for n in range({tables}):
    more = [sa.Column("more", sa.Text)] if n < {different} else []
    sa.Table(f"t{{n}}", metadata, sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
             sa.Column("name", sa.String(40), nullable=False, server_default=""),
             sa.Column("kind", sa.Integer, nullable=False, server_default=sa.text("0")), sa.Column("price", sa.Numeric(10, 2)),
             sa.Column("note", sa.Text), sa.Column("flag", sa.Boolean, server_default=sa.false()),
             sa.Column("made", sa.DateTime(timezone=True), server_default=sa.func.now()), sa.Column("data", JSONB),
             sa.Column("rank", sa.Integer), sa.Column("parent", sa.BigInteger, sa.ForeignKey(f"t{{n // 2}}.id")), *more,
             sa.Index(f"t{{n}}_by_name", "name"), sa.Index(f"t{{n}}_by_parent", "parent", sa.text("rank DESC")))
with sa.create_engine("{url}").connect() as connection:
    context.configure(connection=connection, target_metadata=metadata, compare_server_default=True)
    with context.begin_transaction():
        context.run_migrations()
"""


@dataclass(frozen=True)
class Revision:
    number: int
    revises: tuple[str, ...]
    up: str
    down: str

    @property
    def id(self) -> str:
        return identifier(self.number)


def identifier(number: int) -> str:
    """Twelve hex digits, as `aludel revision` makes them, but the same in every run."""
    return hashlib.sha256(str(number).encode()).hexdigest()[:12]


def chain(count: int) -> Iterator[Revision]:
    """Small revisions of three statements, one after the other."""
    for n in range(1, count + 1):
        up = (f"CREATE TABLE t{n} (id INTEGER PRIMARY KEY, name TEXT NOT NULL, created TEXT);\n"
              f"CREATE INDEX ix_t{n}_name ON t{n} (name);\n"
              f"INSERT INTO t{n} (name) VALUES ('row of {n}');\n")
        yield Revision(n, (identifier(n - 1),) if n > 1 else (), up, f"DROP TABLE t{n};\n")


TABLES = 50  # of `changes`


def changes(count: int) -> Iterator[Revision]:
    """What a project that has lived long looks like: a few tables first, then columns, indexes and rows of them."""
    for n in range(1, count + 1):
        table = f"t{n % TABLES}"
        if n <= TABLES:
            up = f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, name TEXT NOT NULL, created TEXT);\n"
            down = f"DROP TABLE {table};\n"
        elif n % 20 == 0:
            up, down = f"ALTER TABLE {table} ADD COLUMN c{n} TEXT;\n", f"ALTER TABLE {table} DROP COLUMN c{n};\n"
        elif n % 20 == 10:
            up, down = f"CREATE INDEX ix_{n} ON {table} (name, created);\n", f"DROP INDEX ix_{n};\n"
        else:
            up = (f"INSERT INTO {table} (id, name) VALUES ({n}, 'row of {n}');\n"
                  f"UPDATE {table} SET created = '2026-11-22' WHERE id = {n};\n")
            down = f"DELETE FROM {table} WHERE id = {n};\n"
        yield Revision(n, (identifier(n - 1),) if n > 1 else (), up, down)


def on_server(revisions: Iterator[Revision]) -> Iterator[Revision]:
    """The same in SQL that every server takes."""
    for revision in revisions:
        up = (revision.up.replace(" TEXT", " VARCHAR(80)").replace(f"INTO t{revision.number} (name) VALUES (",
                                                                   f"INTO t{revision.number} (id, name) VALUES (1, "))
        yield Revision(revision.number, revision.revises, up, revision.down)


def graph(merges: int) -> Iterator[Revision]:
    """20 revisions for each merge: a branch point, two branches of nine, the merge."""
    for block in range(merges):
        first = block * 20 + 1
        for n in range(first, first + 20):
            place = n - first
            if place == 19:
                revises = (identifier(n - 10), identifier(n - 1))
            elif place == 10:
                revises = (identifier(first),)
            else:
                revises = (identifier(n - 1),) if n > 1 else ()
            yield Revision(n, revises, f"ALTER TABLE accounts ADD COLUMN c{n} TEXT;\n",
                           f"ALTER TABLE accounts DROP COLUMN c{n};\n")


def wide_schema(tables: int) -> Iterator[str]:
    """A statement at a time: tables of 10 columns, with a foreign key and two indexes each."""
    for n in range(1, tables + 1):
        columns = ", ".join(f"c{i} {kind}" for i, kind in enumerate(["TEXT NOT NULL", "INTEGER", "REAL", "BLOB", "VARCHAR(40)",
                                                                    "NUMERIC(10, 2)", "TEXT DEFAULT 'x'", "INTEGER NOT NULL DEFAULT 0"]))
        yield f"CREATE TABLE t{n} (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES t{max(1, n - 1)} (id), {columns});\n"
        yield f"CREATE INDEX ix_t{n}_c0 ON t{n} (c0);\nCREATE UNIQUE INDEX ux_t{n}_c1 ON t{n} (c1, c4);\n"


def server_schema(tables: int) -> Iterator[str]:
    """The same for PostgreSQL."""
    for n in range(tables):
        yield (f"CREATE TABLE t{n} (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, name varchar(40) NOT NULL DEFAULT '', "
               "kind integer NOT NULL DEFAULT 0, price numeric(10, 2), note text, flag boolean DEFAULT false, "
               f"made timestamptz DEFAULT now(), data jsonb, rank integer, parent bigint REFERENCES t{n // 2});\n"
               f"CREATE INDEX t{n}_by_name ON t{n} (name);\nCREATE INDEX t{n}_by_parent ON t{n} (parent, rank DESC);\n")


def in_parts(script: str, lines: int) -> Iterator[str]:
    all_of_it = script.splitlines(keepends=True)
    for begin in range(0, len(all_of_it), lines):
        yield "".join(all_of_it[begin:begin + lines])


# What a tool has to ask SQLite to know a schema.
SELECT_SCHEMA = """\
SELECT * FROM sqlite_schema;
SELECT m.name, c.* FROM sqlite_schema m, pragma_table_xinfo(m.name) c WHERE m.type = 'table';
SELECT m.name, f.* FROM sqlite_schema m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table';
SELECT m.name, i.*, x.* FROM sqlite_schema m, pragma_index_list(m.name) i, pragma_index_xinfo(i.name) x WHERE m.type = 'table';
"""


BIG_TABLE = """\
CREATE TABLE items (
  id INTEGER PRIMARY KEY,
  kind INTEGER,
  name VARCHAR(40) CHECK (length(name) > 0),
  price REAL,
  email TEXT,
  data BLOB
);
CREATE INDEX ix_items_kind ON items (kind);
CREATE INDEX ix_items_name ON items (name);
"""


def big_table(rows: int) -> str:
    return (f"{BIG_TABLE}WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows})\n"
            "INSERT INTO items SELECT i, i % 1000, 'item ' || i, i * 1.5, 'person' || i || '@example.com', randomblob(20) FROM n;\n")


# The twelve steps of https://sqlite.org/lang_altertable.html.
REBUILD_BY_HAND = """\
PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;
CREATE TABLE new_items (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind INTEGER,
  name VARCHAR(40) CHECK (length(name) > 0),
  price REAL,
  email TEXT,
  data BLOB
);
INSERT INTO new_items (id, kind, name, price, email, data) SELECT id, kind, name, price, email, data FROM items;
DROP TABLE items;
ALTER TABLE new_items RENAME TO items;
CREATE INDEX ix_items_kind ON items (kind);
CREATE INDEX ix_items_name ON items (name);
PRAGMA foreign_key_check;
COMMIT;
"""


def write_project(folder: Path, revisions: Iterator[Revision], url: str = "sqlite:///app.db") -> Path:
    """A folder in which `aludel upgrade head` brings that database up."""
    migrations = folder / "migrations"
    migrations.mkdir(parents=True)
    (folder / "aludel.toml").write_text(f'url = "{url}"\nmigrations = ["migrations"]\n')
    for revision in revisions:
        (migrations / f"{revision.id}_change_{revision.number}.sql").write_text(header(revision) + sections(revision))
    return folder


def header(revision: Revision) -> str:
    revises = f"-- revises: {', '.join(revision.revises)}\n" if revision.revises else ""
    return (f"-- Change {revision.number}\n--\n-- revision: {revision.id}\n{revises}"
            "-- created: 2026-11-22T11:18:00Z\n\n")


def sections(revision: Revision) -> str:
    return f"-- migrate:up\n{revision.up}\n-- migrate:down\n{revision.down}"


def write_script(file: Path, bodies: Iterator[str]) -> Path:
    """The same SQL for the shell, a transaction each."""
    with file.open("w") as script:
        script.writelines(f"BEGIN;\n{body}COMMIT;\n" for body in bodies)
    return file


def write_big(folder: Path, megabytes: int, url: str = "sqlite:///app.db") -> tuple[Path, Path]:
    """A project whose only revision is that big, and the same for the shell."""
    project = write_project(folder, iter(()), url)
    revision = project / "migrations" / f"{identifier(1)}_big.sql"
    script = folder / "big.sql"
    create = "CREATE TABLE log (id INTEGER PRIMARY KEY, name VARCHAR(40) NOT NULL, note VARCHAR(80));\n"
    with revision.open("w") as ours, script.open("w") as shell:
        ours.write(f"-- Big\n--\n-- revision: {identifier(1)}\n\n-- migrate:up\n{create}")
        shell.write(f"BEGIN;\n{create}")
        number = 0
        while ours.tell() < megabytes * 1_000_000:
            rows = "".join(f"INSERT INTO log (id, name, note) VALUES ({n}, 'name of {n}', 'it''s a note; of row {n}');\n"
                           for n in range(number, number + 10_000))
            ours.write(rows)
            shell.write(rows)
            number += 10_000
        shell.write("COMMIT;\n")
    return project, script


def write_alembic(folder: Path, revisions: Iterator[Revision], env: str = ALEMBIC_ENV) -> Path:
    versions = folder / "alembic" / "versions"
    versions.mkdir(parents=True)
    (folder / "alembic.ini").write_text("[alembic]\nscript_location = alembic\n")
    (folder / "alembic" / "env.py").write_text(env)
    for revision in revisions:
        down = revision.revises or None
        (versions / f"{revision.id}.py").write_text(
            f"from alembic import op\nrevision = {revision.id!r}\ndown_revision = {down!r}\n"
            f"def upgrade():\n{operations(revision.up)}\ndef downgrade():\n{operations(revision.down)}\n")
    return folder


def operations(sql: str) -> str:
    return "".join(f"    op.execute({statement!r})\n" for statement in sql.splitlines())


def write_dbmate(folder: Path, revisions: Iterator[Revision]) -> Path:
    migrations = folder / "migrations"
    migrations.mkdir(parents=True)
    for revision in revisions:
        (migrations / f"{20260000000000 + revision.number}_change.sql").write_text(sections(revision))
    return folder
