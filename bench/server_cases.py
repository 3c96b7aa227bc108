"""The comparisons on servers: the floor is the server's own shell, on the same server in the same run."""

import itertools
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
    were deleted within the last minutes, which would be most of the time that is measured. What the run before left to be written is
    written first."""
    aside = itertools.count(1)

    def again() -> None:
        server.query(f"ALTER DATABASE {database} RENAME TO {database}_{next(aside)}")
        server.query(f"CREATE DATABASE {database}")
        server.query("CHECKPOINT")
    return again if server.engine == "postgresql" else empty(server, database)


ON_SERVERS = (postgresql, mariadb)
