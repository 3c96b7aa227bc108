"""The comparisons on servers: the floor is the server's own shell, on the same server in the same run."""

import itertools
import re
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import inputs
from cases import Bar, Comparison, Place
from measure import Command

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "servers"))
import servers  # noqa: E402


@contextmanager
def server_of(engine: str) -> Iterator[servers.Server]:
    """A server with the engine's own settings: a commit waits for the disk."""
    server = servers.STARTS[engine](durable=True)
    try:
        yield server
    finally:
        servers.stop(server)


def postgresql(place: Place) -> Iterator[Comparison]:
    """PostgreSQL: nothing to do, small revisions, a big file."""
    with server_of("postgresql") as server:
        yield from noop(place, server, "psql", 3)
        yield from apply(place, server, "psql", Bar(wall=1.0))
        yield from bigfile(place, server, "psql")


def mariadb(place: Place) -> Iterator[Comparison]:
    """MariaDB: the same."""
    with server_of("mariadb") as server:
        yield from noop(place, server, "mariadb", 3)
        yield from apply(place, server, "mariadb", Bar())
        yield from bigfile(place, server, "mariadb")


def postgresql_schemas(place: Place) -> Iterator[Comparison]:
    """PostgreSQL: a schema is read, compared with what is kept, and migrated, against the same catalog queries in psql."""
    server = servers.start_postgresql()  # as a scratch server is: nothing waits for the disk
    try:
        for count, rounds in ((place.count(3000), 5), (place.count(30000), 1)):
            yield from introspection(place, server, count, rounds)
        yield from migration(place, server, place.count(3000))
    finally:
        servers.stop(server)


PART = 300  # lines, three for each table


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
    """What `aludel inspect` asks, as the server logs it."""
    before = len(server.log)
    place.do(project, "env", "PGOPTIONS=-c log_min_messages=log -c log_statement=all", place.aludel, "inspect")
    logged = re.split(r"^\d{4}-\d\d-\d\d .*? LOG:  ", server.log[before:], flags=re.MULTILINE)
    asked = [entry.partition(": ")[2] for entry in logged if entry.startswith("execute")]
    queries = project / "queries.sql"
    queries.write_text(";\n".join(one.strip() for one in asked if "$1" not in one) + ";\n")
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
                      (Command("aludel check --from-database", [*check, "check", "--from-database"], project), Bar(wall=2))], [])


def migration(place: Place, server: servers.Server, count: int) -> Iterator[Comparison]:
    """Ten differences: the floor loads the DDL once and reads the catalogs twice."""
    project, database = project_with(place, server, "postgresql-migration", count)
    queries = catalog_queries(place, server, project)
    schema = (project / "schema.sql").read_text()
    (project / "schema.sql").write_text(schema + "".join(f"ALTER TABLE t{n} ADD COLUMN more text;\n" for n in range(10)))
    psql = shlex.join(map(str, server.shell(database)))
    reading = f"{psql} <{queries} && {psql} <{queries}"
    floor = Command("psql <load.sql, catalog queries twice", ["sh", "-c", f"{psql} <load.sql && {reading}"], project,
                    before=empty(server, database))
    generate = [f"ALUDEL_SCRATCH_POSTGRESQL={server.url('postgres')}", place.aludel, "revision", "--autogenerate", "-m", "ten",
                "--rev-id", "b", "--no-rename"]

    def forget() -> None:
        for written in (project / "migrations").glob("b_*.sql"):
            written.unlink()

    yield Comparison(f"postgresql: {count} tables, ten differences", 2, floor,
                     [(Command("aludel revision --autogenerate, nothing kept", ["env", "ALUDEL_CACHE=off", *generate], project,
                               before=forget), Bar(wall=2.2))], [])


def noop(place: Place, server: servers.Server, shell: str, many: float) -> Iterator[Comparison]:
    question = place.folder / f"{server.engine}.sql"
    question.write_text("select 1;\n")
    for count, factor, rounds in ((1, 1.5, 31), (place.count(5000), many, 15)):
        database = server.new_database()
        url = server.url(database)
        project = inputs.write_project(place.folder / f"{server.engine}-noop-{count}",
                                       inputs.on_server(inputs.changes(count)), url)
        place.do(project, place.aludel, "upgrade", "head")
        floor = Command(f"{shell} <<<'select 1'", server.shell(database), project, question)
        ours = [(Command("aludel upgrade head", [place.aludel, "upgrade", "head"], project), Bar(wall=factor))]
        yield Comparison(f"{server.engine}: nothing to do, {count} revisions", rounds, floor, ours,
                         dbmate(place, server, f"noop-{count}", inputs.changes(count), fresh=False, rounds=5))


def apply(place: Place, server: servers.Server, shell: str, bar: Bar) -> Iterator[Comparison]:
    count = place.count(1000)
    revisions = [*inputs.on_server(inputs.chain(count))]
    database = server.new_database()
    project = inputs.write_project(place.folder / f"{server.engine}-apply", iter(revisions), server.url(database))
    script = inputs.write_script(project / "up.sql", (revision.up for revision in revisions))
    fresh = new(server, database)
    floor = Command(f"{shell} <up.sql", server.shell(database), project, script, fresh)
    ours = [(Command("aludel upgrade head", [place.aludel, "upgrade", "head"], project, before=fresh), bar)]
    yield Comparison(f"{server.engine}: {count} revisions up", 15, floor, ours,
                     dbmate(place, server, "apply", inputs.chain(count), fresh=True, rounds=3))


def bigfile(place: Place, server: servers.Server, shell: str) -> Iterator[Comparison]:
    size = place.count(200)
    database = server.new_database()
    project, script = inputs.write_big(place.folder / f"{server.engine}-big", size, server.url(database))
    fresh = empty(server, database)
    floor = Command(f"{shell} <big.sql", server.shell(database), project, script, fresh)
    # The file itself is mapped: its pages count as the process's as long as the kernel leaves them there.
    ours = [(Command("aludel upgrade head", [place.aludel, "upgrade", "head"], project, before=fresh),
             Bar(memory=size + 64))]
    yield Comparison(f"{server.engine}: a revision of {size} MB", 2, floor, ours, [])


def dbmate(place: Place, server: servers.Server, name: str, revisions: Iterator[inputs.Revision], *, fresh: bool,
           rounds: int) -> list[Command]:
    if not place.peers:
        return []
    database = server.new_database()
    folder = inputs.write_dbmate(place.folder / f"{server.engine}-dbmate-{name}", inputs.on_server(revisions))
    scheme = "postgres" if server.engine == "postgresql" else "mysql"
    user = "postgres" if server.engine == "postgresql" else "root"
    url = f"{scheme}://{user}@127.0.0.1:{server.port}/{database}" + ("?sslmode=disable" if scheme == "postgres" else "")
    argv = [place.peers.dbmate, "--url", url, "--migrations-dir", "migrations", "--no-dump-schema", "up"]
    if fresh:
        return [Command("dbmate up", argv, folder, before=new(server, database), rounds=rounds)]
    place.do(folder, *argv)
    return [Command("dbmate up", argv, folder, rounds=rounds)]


def empty(server: servers.Server, database: str) -> Callable[[], None]:
    def again() -> None:
        server.drop_database(database)
        server.query(f"CREATE DATABASE {database}")
    return again


def new(server: servers.Server, database: str) -> Callable[[], None]:
    """The same for many small tables. The old database stays, aside, where it can be renamed: ext4 is slow to make files where as many
    were deleted within the last minutes, which would be most of the time that is measured."""
    aside = itertools.count(1)

    def again() -> None:
        server.query(f"ALTER DATABASE {database} RENAME TO {database}_{next(aside)}")
        server.query(f"CREATE DATABASE {database}")
    return again if server.engine == "postgresql" else empty(server, database)


ON_SERVERS = (postgresql, postgresql_schemas, mariadb)
