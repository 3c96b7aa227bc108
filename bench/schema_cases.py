"""Schemas on a PostgreSQL server: read, compared, migrated. The floor is psql with the same catalog queries and DDL, on a server that is
set as Aludel's own is and that has its files where that has them."""

import itertools
import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

import inputs
from cases import Bar, Comparison, Place
from measure import Command
from server_cases import empty, servers

PART = 300  # lines, three for each table
DIFFERENT = 10  # tables that get a column

SETTINGS = {"synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off", "jit": "off", "wal_level": "minimal",
            "max_wal_senders": 0, "max_locks_per_transaction": 2048}


def postgresql_schemas(place: Place) -> Iterator[Comparison]:
    """PostgreSQL: a schema is read, compared with what is kept, and migrated, against the same catalog queries in psql."""
    server = servers.start_postgresql(parent=servers.memory(), more=SETTINGS)
    try:
        for count, rounds in ((place.count(3000), 5), (place.count(30000), 1)):
            yield from introspection(place, server, count, rounds)
        yield from migration(place, server, place.count(3000))
    finally:
        servers.stop(server)


def postgresql_migration(place: Place) -> Iterator[Comparison]:
    """The last of these by itself."""
    server = servers.start_postgresql(parent=servers.memory(), more=SETTINGS)
    try:
        yield from migration(place, server, place.count(3000))
    finally:
        servers.stop(server)


def project_with(place: Place, server: servers.Server, name: str, count: int) -> tuple[Path, str]:
    """A chain and a model that say the same, and a database that holds it. A revision makes a hundred tables: one transaction for
    all would hold more locks than a server has room for."""
    database = server.new_database()
    schema = "".join(inputs.server_schema(count))
    project = inputs.write_project(place.folder / name, iter([]), server.url(database))
    (project / "schema.sql").write_text(schema)
    for number, part in enumerate(inputs.in_parts(schema, PART)):
        revises = f"-- revises: r{number - 1}\n" if number else ""
        (project / "migrations" / f"r{number}.sql").write_text(
            f"-- part {number}\n--\n-- revision: r{number}\n{revises}\n-- migrate:up\n{part}")
    with (project / "aludel.toml").open("a") as config:
        config.write('model = "schema.sql"\n')
    (project / "load.sql").write_text("".join(f"BEGIN;\n{part}COMMIT;\n" for part in inputs.in_parts(schema, PART)))
    server.query((project / "load.sql").read_text(), database)
    return project, database


def catalog_queries(place: Place, server: servers.Server, project: Path) -> Path:
    """What the sessions of `aludel inspect` ask, as the server logs it, for one session."""
    before = len(server.log)
    place.do(project, "env", "PGOPTIONS=-c log_min_messages=log -c log_statement=all", place.aludel, "inspect")
    logged = re.split(r"^\d{4}-\d\d-\d\d .*? LOG:  ", server.log[before:], flags=re.MULTILINE)
    asked = [entry.partition(": ")[2] for entry in logged if entry.startswith("execute")]
    queries = project / "queries.sql"
    queries.write_text(";\n".join(one.strip() for one in asked if "$1" not in one and "snapshot" not in one.lower()) + ";\n")
    return queries


def introspection(place: Place, server: servers.Server, count: int, rounds: int) -> Iterator[Comparison]:
    project, database = project_with(place, server, f"postgresql-schema-{count}", count)
    queries = catalog_queries(place, server, project)
    floor = Command("psql <catalog queries", server.shell(database), project, queries)
    bar = Bar(wall=1.5, memory=150) if count <= 3000 else Bar(wall=1.5)
    yield Comparison(f"postgresql: a schema of {count} tables is read", rounds, floor,
                     [(Command("aludel inspect", [place.aludel, "inspect"], project), bar)], [])
    if count > 3000:
        return
    check = ["env", f"XDG_CACHE_HOME={project}/cache", f"ALUDEL_SCRATCH_POSTGRESQL={server.url('postgres')}", place.aludel]
    place.do(project, *check, "check")
    yield Comparison(f"postgresql: {count} tables, no difference, states kept", rounds, floor,
                     [(Command("aludel check", [*check, "check"], project), Bar(wall=2)),
                      (Command("aludel check --from-database", [*check, "check", "--from-database"], project), Bar(wall=2))],
                     checking_peers(place, server, project, count))


def migration(place: Place, server: servers.Server, count: int) -> Iterator[Comparison]:
    """Ten differences: the floor loads the DDL once and reads the catalogs twice. Aludel starts a server of its own for each run."""
    project, database = project_with(place, server, "postgresql-migration", count)
    queries = catalog_queries(place, server, project)
    schema = (project / "schema.sql").read_text()
    more = "".join(f"ALTER TABLE t{n} ADD COLUMN more text;\n" for n in range(DIFFERENT))
    models = itertools.count(1)
    psql = shlex.join(map(str, server.shell(database)))
    reading = f"{psql} <{queries} && {psql} <{queries}"
    floor = Command("psql <load.sql, catalog queries twice", ["sh", "-c", f"{psql} <load.sql && {reading}"], project,
                    before=empty(server, database))
    generate = [place.aludel, "revision", "--autogenerate", "-m", "ten", "--rev-id", "b", "--no-rename"]

    def forget() -> None:
        """The migration, and what is kept of the model: its text is another one each time."""
        (project / "schema.sql").write_text(f"{schema}{more}-- {next(models)}\n")
        for written in (project / "migrations").glob("b_*.sql"):
            written.unlink()

    nothing_kept = ["env", "ALUDEL_CACHE=off", *generate]
    current_kept = ["env", f"XDG_CACHE_HOME={project}/cache", *generate]
    yield Comparison(f"postgresql: {count} tables, ten differences", 2, floor,
                     [(Command("aludel revision --autogenerate, nothing kept", nothing_kept, project, before=forget), Bar(wall=2.2)),
                      (Command("aludel revision --autogenerate, the current state kept", current_kept, project, before=forget),
                       Bar(wall=1.3))],
                     migrating_peers(place, server, schema + more, count))


def alembic_on(place: Place, server: servers.Server, database: str, count: int, different: int) -> Path:
    """A folder in which Alembic compares that database with models that differ in so many tables."""
    url = server.url(database, tcp=True, user="postgres").replace("postgresql:", "postgresql+psycopg2:")
    env = inputs.ALEMBIC_SERVER_ENV.format(tables=count, different=different, url=url)
    folder = inputs.write_alembic(place.folder / f"alembic-{database}-{different}", iter([]), env)
    (folder / "alembic" / "script.py.mako").write_text(
        "revision = ${repr(up_revision)}\ndown_revision = ${repr(down_revision)}\ndef upgrade():\n    ${upgrades}\n")
    return folder


def checking_peers(place: Place, server: servers.Server, project: Path, count: int) -> list[Command]:
    """In a database of its own: Alembic makes its table even to check."""
    if not place.peers:
        return []
    database = server.new_database()
    server.query((project / "load.sql").read_text(), database)
    return [Command("alembic check", [place.peers.alembic, "check"], alembic_on(place, server, database, count, 0), rounds=2)]


def migrating_peers(place: Place, server: servers.Server, desired: str, count: int) -> list[Command]:
    """They find the differences and write a way up. None loads the models' DDL, makes a way down or tries what it wrote."""
    if not place.peers:
        return []
    old, new = server.new_database(), server.new_database()
    before = "".join(inputs.server_schema(count))
    for database, schema in ((old, before), (new, desired)):
        server.query("".join(f"BEGIN;\n{part}COMMIT;\n" for part in inputs.in_parts(schema, PART)), database)
    folder = alembic_on(place, server, old, count, DIFFERENT)
    versions = folder / "alembic" / "versions"

    def forget() -> None:
        for written in versions.glob("*.py"):
            written.unlink()

    commands = [Command("alembic revision --autogenerate", [place.peers.alembic, "revision", "--autogenerate", "-m", "ten"], folder,
                        before=forget, rounds=2),
                Command("migra", [place.peers.migra, server.url(old, tcp=True, user="postgres"),
                                  server.url(new, tcp=True, user="postgres"), "--unsafe"], folder, rounds=2)]
    for database, name in ((old, "old.sql"), (new, "new.sql")):
        (folder / name).write_text(re.sub(r"^\\.*$", "", server.dump(database), flags=re.MULTILINE))  # psql's commands stop apgdiff
    commands.append(Command("apgdiff of two dumps", ["java", "-jar", place.peers.apgdiff, "old.sql", "new.sql"], folder, rounds=2))
    return commands


SCHEMAS: tuple[Callable[[Place], Iterator[Comparison]], ...] = (postgresql_schemas, postgresql_migration)
