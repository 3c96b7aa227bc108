"""The four sets of revisions in SQL that every server takes, and the project folder that holds one."""

from collections.abc import Callable, Iterator
from pathlib import Path

from sets import COUNT, Sections, revision_id

COUNTER = "CREATE TABLE counter (id INTEGER PRIMARY KEY, n INTEGER NOT NULL);\nINSERT INTO counter VALUES (1, 0);\n"
NO_COUNTER = "DROP TABLE counter;\n"


def ddl(n: int, _: str) -> Sections:
    """Tables, columns and indexes: what fails when it is run twice."""
    up = f"CREATE TABLE t{n} (id INTEGER PRIMARY KEY, v INTEGER);\nCREATE INDEX ix_t{n} ON t{n} (v);\n"
    down = f"DROP TABLE t{n};\n"
    if n > 1:
        up += f"ALTER TABLE t{n - 1} ADD COLUMN next INTEGER DEFAULT {n};\n"
        down += f"ALTER TABLE t{n - 1} DROP COLUMN next;\n"
    return "", up, "", down


def counter(n: int, _: str) -> Sections:
    """Rows only: what is wrong without a word when it is run twice."""
    up, down = "UPDATE counter SET n = n + 1;\n", "UPDATE counter SET n = n - 1;\n"
    return ("", COUNTER + up, "", down + NO_COUNTER) if n == 1 else ("", up, "", down)


def if_not_exists(n: int, _: str) -> Sections:
    """What hides that it is run twice, but for the counter."""
    up = (f"CREATE TABLE IF NOT EXISTS t{n} (id INTEGER PRIMARY KEY, v INTEGER);\n"
          f"INSERT INTO t{n} (id, v) VALUES ({n}, {n});\nUPDATE counter SET n = n + 1;\n")
    down = f"UPDATE counter SET n = n - 1;\nDROP TABLE IF EXISTS t{n};\n"
    return ("", COUNTER + up, "", down + NO_COUNTER) if n == 1 else ("", up, "", down)


def mixed(n: int, engine: str) -> Sections:
    """Five statements each, data and schema by turns; some outside of a transaction, some with what must run alone."""
    options, fifth = "", f"CREATE INDEX ix_m{n} ON m{n} (v);\n"
    if n % 5 == 0:
        options = " transaction:false"
    elif n % 5 == 3 and engine == "postgresql":
        fifth = f"CREATE INDEX CONCURRENTLY ix_m{n} ON m{n} (v);\n"
    up = (f"CREATE TABLE m{n} (id INTEGER PRIMARY KEY, v INTEGER);\n"
          f"INSERT INTO m{n} (id, v) VALUES ({n}, {n}), ({n} * 1000, 2);\n"
          "UPDATE counter SET n = n + 1;\n"
          f"ALTER TABLE m{n} ADD COLUMN note VARCHAR(40) DEFAULT 'it''s {n}; really';\n") + fifth
    down = f"UPDATE counter SET n = n - 1;\nDROP TABLE m{n};\n"
    if n == 1:
        return "", COUNTER + up, "", down + NO_COUNTER
    return options, up, options, down


SETS: dict[str, Callable[[int, str], Sections]] = {one.__name__: one for one in (ddl, counter, if_not_exists, mixed)}


def revisions(name: str, engine: str, count: int) -> Iterator[tuple[str, str]]:
    """File names and contents."""
    for n in range(1, count + 1):
        up_options, up, down_options, down = SETS[name](n, engine)
        revises = f"-- revises: {revision_id(n - 1)}\n" if n > 1 else ""
        yield (f"{revision_id(n)}_{name}.sql",
               f"-- {name} {n}\n--\n-- revision: {revision_id(n)}\n{revises}\n"
               f"-- migrate:up{up_options}\n{up}\n-- migrate:down{down_options}\n{down}")


def write_project(folder: Path, name: str, engine: str, count: int = COUNT) -> Path:
    (folder / "migrations").mkdir(parents=True)
    (folder / "aludel.toml").write_text('url = "${URL}"\nmigrations = ["migrations"]\n')
    for file, content in revisions(name, engine, count):
        (folder / "migrations" / file).write_text(content)
    return folder
