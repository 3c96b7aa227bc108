"""The comparisons. The first command of each is the floor; what we promise is a ratio to it in the same run."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import inputs
from measure import Command, run
from peers import Peers


@dataclass(frozen=True)
class Bar:
    wall: float | None = None  # times the floor's
    cpu: float | None = None
    memory: float | None = None  # MB at most
    more_memory: float | None = None  # MB more than the floor's


@dataclass(frozen=True)
class Comparison:
    title: str
    rounds: int
    floor: Command
    ours: list[tuple[Command, Bar]]
    peers: list[Command]


@dataclass(frozen=True)
class Place:
    folder: Path
    aludel: Path
    environment: dict[str, str]
    scale: float  # 1 is what the bars are stated for
    peers: Peers | None

    def count(self, number: int) -> int:
        return max(1, round(number * self.scale))

    def do(self, cwd: Path, *argv: str | Path) -> None:
        run(Command("set-up", argv, cwd), self.environment)


def noop(place: Place) -> Iterator[Comparison]:
    """A database that is where it should be: what every start of a container pays."""
    for count, factor, rounds in ((1, 1.8, 51), (place.count(5000), 10, 15)):
        project = at_head(place, f"noop-{count}", inputs.changes(count))
        floor = Command("sqlite3 app.db 'select 1'", ["sqlite3", "app.db", "select 1"], project)
        yield Comparison(f"nothing to do, {count} revisions", rounds, floor, noop_commands(place, project, Bar(wall=factor)),
                         peers_at_head(place, count))
    # SQLite parses the whole schema to read any table: here the floor reads one too.
    count = place.count(5000)
    project = at_head(place, f"noop-tables-{count}", inputs.chain(count))
    question = "select version_num from aludel_version"
    floor = Command(f"sqlite3 app.db '{question}'", ["sqlite3", "app.db", question], project)
    yield Comparison(f"nothing to do, {count} revisions that made as many tables", 15, floor,
                     noop_commands(place, project, Bar()), [])


def at_head(place: Place, name: str, revisions: Iterator[inputs.Revision]) -> Path:
    project = inputs.write_project(place.folder / name, revisions)
    place.do(project, place.aludel, "upgrade", "head")
    return project


def noop_commands(place: Place, project: Path, bar: Bar) -> list[tuple[Command, Bar]]:
    return [(Command(f"aludel {' '.join(words)}", [place.aludel, *words], project), bar) for words in (["upgrade", "head"], ["current"])]


def peers_at_head(place: Place, count: int) -> list[Command]:
    if not place.peers:
        return []
    alembic = inputs.write_alembic(place.folder / f"noop-alembic-{count}", inputs.changes(count))
    dbmate = inputs.write_dbmate(place.folder / f"noop-dbmate-{count}", inputs.changes(count))
    up = dbmate_command(place.peers, "up")
    place.do(alembic, place.peers.alembic, "stamp", "head")
    place.do(dbmate, *up)
    return [Command("alembic upgrade head", [place.peers.alembic, "upgrade", "head"], alembic, rounds=5),
            Command("alembic current", [place.peers.alembic, "current"], alembic, rounds=3),
            Command("dbmate up", up, dbmate, rounds=5),
            Command("dbmate status", dbmate_command(place.peers, "status"), dbmate, rounds=5)]


def dbmate_command(peers: Peers, word: str) -> list[str | Path]:
    return [peers.dbmate, "--url", "sqlite:app.db", "--migrations-dir", "migrations", "--no-dump-schema", word]


def remove_database(folder: Path) -> Callable[[], None]:
    def remove() -> None:
        for file in folder.glob("app.db*"):
            file.unlink()
    return remove


def apply(place: Place) -> Iterator[Comparison]:
    """Small revisions from an empty database. The shell runs the same SQL, a transaction each. The peers run the smaller set only."""
    for count, bar, rounds in ((place.count(1000), Bar(wall=0.25, cpu=0.5), 5), (place.count(5000), Bar(wall=0.5), 2)):
        project = inputs.write_project(place.folder / f"apply-{count}", inputs.chain(count))
        script = inputs.write_script(project / "up.sql", (revision.up for revision in inputs.chain(count)))
        fresh = remove_database(project)
        upgrade = [place.aludel, "upgrade", "head"]
        floor = Command("sqlite3 app.db <up.sql", ["sqlite3", "app.db"], project, script, fresh)
        ours = [(Command("aludel upgrade head", upgrade, project, before=fresh), bar),
                (Command("aludel upgrade head --transaction-per-revision",
                         [*upgrade, "--transaction-per-revision"], project, before=fresh), Bar(wall=1.2))]
        yield Comparison(f"{count} revisions up", rounds, floor, ours,
                         peers_from_empty(place, count) if count == place.count(1000) else [])


def peers_from_empty(place: Place, count: int) -> list[Command]:
    if not place.peers:
        return []
    alembic = inputs.write_alembic(place.folder / f"apply-alembic-{count}", inputs.chain(count))
    dbmate = inputs.write_dbmate(place.folder / f"apply-dbmate-{count}", inputs.chain(count))
    return [Command("alembic upgrade head", [place.peers.alembic, "upgrade", "head"], alembic,
                    before=remove_database(alembic), rounds=2),
            Command("dbmate up", dbmate_command(place.peers, "up"), dbmate, before=remove_database(dbmate), rounds=2)]


def downgrade(place: Place) -> Iterator[Comparison]:
    """The same revisions taken back to base, held to what `apply` is held to."""
    count = place.count(1000)
    project = inputs.write_project(place.folder / "downgrade", inputs.chain(count))
    script = inputs.write_script(project / "down.sql", (revision.down for revision in reversed([*inputs.chain(count)])))
    full = project / "full.db"
    place.do(project, place.aludel, "upgrade", "head")
    (project / "app.db").rename(full)

    def restore() -> None:
        remove_database(project)()
        (project / "app.db").write_bytes(full.read_bytes())

    floor = Command("sqlite3 app.db <down.sql", ["sqlite3", "app.db"], project, script, restore)
    ours = [(Command("aludel downgrade base", [place.aludel, "downgrade", "base"], project, before=restore),
             Bar(wall=0.25, cpu=0.5))]
    yield Comparison(f"{count} revisions down", 5, floor, ours, [])


def graph(place: Place) -> Iterator[Comparison]:
    """Many revisions with many merges: reading them all must cost less than printing them all."""
    merges = place.count(5000)
    project = inputs.write_project(place.folder / "graph", inputs.graph(merges))
    place.do(project, place.aludel, "stamp", "heads")
    floor = Command("ls | xargs cat >FILE", ["sh", "-c", "ls | xargs cat >../all.sql"], project / "migrations")
    ours = [(Command(f"aludel {word}", [place.aludel, word], project), Bar(wall=0.5, memory=60))
            for word in ("heads", "current")]
    yield Comparison(f"a graph of {20 * merges} revisions, {merges} merges", 5, floor, ours, [])


def bigfile(place: Place) -> Iterator[Comparison]:
    """One revision of 200 MB."""
    size = place.count(200)
    project, script = inputs.write_big(place.folder / "big", size)
    fresh = remove_database(project)
    floor = Command("sqlite3 app.db <big.sql", ["sqlite3", "app.db"], project, script, fresh)
    ours = [(Command("aludel upgrade head", [place.aludel, "upgrade", "head"], project, before=fresh),
             Bar(cpu=1.1, more_memory=64))]
    yield Comparison(f"a revision of {size} MB", 3, floor, ours, [])


def autogenerate(place: Place) -> Iterator[Comparison]:
    """A model that the migrations already say: both schemas have to be made to see that nothing is to be done."""
    count = place.count(3000)
    project = inputs.write_project(place.folder / "autogenerate", iter([]))
    schema = "".join(inputs.wide_schema(count))
    (project / "schema.sql").write_text(schema)
    (project / "migrations" / "a_all.sql").write_text(f"-- all\n--\n-- revision: a\n\n-- migrate:up\n{schema}")
    with (project / "aludel.toml").open("a") as config:
        config.write('model = "schema.sql"\n')
    load = inputs.write_script(project / "load.sql", iter([schema]))
    ask = project / "ask.sql"
    ask.write_text(inputs.SELECT_SCHEMA)
    words = [place.aludel, "revision", "--autogenerate", "-m", "nothing"]
    cache = project / "cache"
    uncached = ["env", "ALUDEL_CACHE=off", *words]
    cached = ["env", f"XDG_CACHE_HOME={cache}", *words]
    yield Comparison(f"autogenerate, {count} tables, no difference", 3,
                     Command("sqlite3 :memory: <schema.sql", ["sqlite3", ":memory:"], project, load),
                     [(Command("aludel revision --autogenerate, nothing cached", uncached, project), Bar(wall=1.2))], [])
    place.do(project, *cached)
    place.do(project, "sh", "-c", "sqlite3 full.db <load.sql")
    yield Comparison(f"autogenerate, {count} tables, no difference, states cached", 7,
                     Command("sqlite3 full.db <every table and pragma", ["sqlite3", "full.db"], project, ask),
                     [(Command("aludel revision --autogenerate", cached, project), Bar(wall=3))],
                     peers_with_models(place, count, project / "full.db"))


def peers_with_models(place: Place, count: int, database: Path) -> list[Command]:
    """Alembic compares the models with the database itself; it has no states to keep."""
    if not place.peers:
        return []
    folder = inputs.write_alembic(place.folder / "autogenerate-alembic", iter([]), inputs.ALEMBIC_MODELS_ENV.format(tables=count))
    shutil.copyfile(database, folder / "app.db")
    return [Command("alembic check", [place.peers.alembic, "check"], folder, rounds=2)]


def rebuild(place: Place) -> Iterator[Comparison]:
    """A table of a million rows that changes: with all rows copied, with none, and with one scan that checks them."""
    rows = place.count(1_000_000)
    folder = place.folder / "rebuild"
    folder.mkdir()
    full = folder / "full.db"
    fill = inputs.write_script(folder / "fill.sql", iter([inputs.big_table(rows)]))
    place.do(folder, "sh", "-c", f"sqlite3 {full} <{fill}")
    by_hand = folder / "by_hand.sql"
    by_hand.write_text(inputs.REBUILD_BY_HAND)
    check = folder / "check.sql"
    check.write_text("PRAGMA integrity_check('items');\n")

    def restore(project: Path) -> Callable[[], None]:
        def put_back() -> None:
            remove_database(project)()
            shutil.copyfile(full, project / "app.db")
            run(Command("stamp", [place.aludel, "stamp", "a"], project), place.environment)
        return put_back

    def ours(name: str, change: tuple[str, str], *answers: str) -> Command:
        project = inputs.write_project(folder / name.replace(" ", "-"), iter([]))
        (project / "migrations" / "a_items.sql").write_text(f"-- revision: a\n-- migrate:up\n{inputs.BIG_TABLE}")
        (project / "schema.sql").write_text(inputs.BIG_TABLE.replace(*change))
        with (project / "aludel.toml").open("a") as config:
            config.write('model = "schema.sql"\n')
        place.do(project, place.aludel, "revision", "--autogenerate", "-m", "change", *answers)
        return Command(f"aludel upgrade head: {name}", [place.aludel, "upgrade", "head"], project, before=restore(project))

    hand = inputs.write_project(folder / "by-hand", iter([]))
    floor = Command("sqlite3 app.db <rebuild.sql", ["sqlite3", "app.db"], hand, by_hand,
                    lambda: shutil.copyfile(full, hand / "app.db"))
    yield Comparison(f"{rows:,} rows, 6 columns, 2 indexes: what needs no row checked", 5, floor,
                     [(ours("another primary key", ("id INTEGER PRIMARY KEY", "id INTEGER PRIMARY KEY AUTOINCREMENT")), Bar(wall=1.15)),
                      (ours("a CHECK less", (" CHECK (length(name) > 0)", "")), Bar(wall=0.05)),
                      (ours("another spelling of a type", ("VARCHAR(40)", "VARCHAR(80)")), Bar(wall=0.05))], [])
    scan = Command("sqlite3 app.db 'PRAGMA integrity_check(items)'", ["sqlite3", "app.db"], hand, check,
                   lambda: shutil.copyfile(full, hand / "app.db"))
    yield Comparison(f"{rows:,} rows, 6 columns, 2 indexes: what the rows are checked for", 5, scan,
                     [(ours("a CHECK more", ("price REAL", "price REAL CHECK (price >= 0)")), Bar(wall=1.3)),
                      (ours("NOT NULL", ("kind INTEGER", "kind INTEGER NOT NULL"), "--fill", "items.kind="), Bar(wall=1.3))], [])


LOCAL = (noop, apply, downgrade, graph, bigfile, autogenerate, rebuild)
