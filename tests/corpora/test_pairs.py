"""Neighbouring versions of real schemas: the generated migration makes exactly the other one, both ways, rows kept.

For each pair a project has the one version as its revision and the other as its model. After `revision --autogenerate`
(which proves up, down, up with rows) and `upgrade` the database must equal one loaded directly: as `aludel diff` sees it,
by SQLite's pragmas with columns matched by name, and by stored text token by token. Order of columns, quoting of names
and comments are no difference, nor words that mean nothing (DEFAULT NULL, ASC, NULL: docs/decisions/0007).

Some versions cannot both hold the same rows (a column becomes UNIQUE and all rows have one value in it; a CHECK becomes a
contrary one): the proof rightly fails on made-up rows. Such a migration is written with --unproven and has to make the
schema exactly all the same. scripts/soak holds all pairs, and that enough of them are proven.

The schemas are not part of the project: ALUDEL_CORPORA names their folder, by default ../shared/corpora.
"""

import argparse
import os
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(os.environ.get("ALUDEL_SOURCE", Path(__file__).parents[2]))
CORPORA = Path(os.environ.get("ALUDEL_CORPORA", SOURCE.parent / "shared" / "corpora"))
SKIPPED = 77

TOKEN = re.compile(r"""--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^]]*\]|[\w$.]+|\S""", re.DOTALL)
BEFORE_NULL = {"", "not", "set", "is", "(", ",", "then", "else", "or", "and", "=", "select"}
LEAST_PROVEN = 0.75  # of all pairs
QUESTION = re.compile(r"--(fill|lossy) ([^\s=`]+)")


def tokens(sql: str) -> tuple[str, ...]:
    """Without comments; names without their quotes, all but strings in lower case."""
    found = []
    for token in TOKEN.findall(sql):
        if token.startswith(("--", "/*")):
            continue
        if token[0] in '"`[':
            token = token[1:-1].replace(token[0] * 2, token[0])
        found.append(token if token.startswith("'") else token.lower())
    for nothing in (("default", "null"), ("asc",), ("on", "update", "no", "action"), ("on", "delete", "no", "action")):
        found = without(found, nothing)
    found = without_parentheses_of_defaults(found)
    return tuple(word for before, word in zip(["", *found], found) if word != "null" or before in BEFORE_NULL)


def without_parentheses_of_defaults(words: list[str]) -> list[str]:
    kept, closing, depth = [], [], 0
    for before, word in zip(["", *words], words):
        if word == "(":
            depth += 1
            if before == "default":
                closing.append(depth)
                continue
        if word == ")":
            depth -= 1
            if closing and closing[-1] == depth + 1:
                closing.pop()
                continue
        kept.append(word)
    return kept


def without(words: list[str], run: tuple[str, ...]) -> list[str]:
    kept: list[str] = []
    for word in words:
        kept.append(word)
        if tuple(kept[-len(run):]) == run:
            del kept[-len(run):]
    return kept


def pieces(sql: str) -> Counter[tuple[str, ...]]:
    """A CREATE TABLE as its columns and constraints, whatever their order; any other statement as one piece."""
    all_tokens = tokens(sql)
    if all_tokens[:2] != ("create", "table"):
        return Counter([all_tokens])
    opened = all_tokens.index("(")
    piece, depth, found = [], 0, Counter([all_tokens[:opened]])
    for token in all_tokens[opened + 1:]:
        if depth == 0 and token in (",", ")"):
            found[tuple(piece)] += 1
            piece = []
            continue
        depth += (token == "(") - (token == ")")
        piece.append(token)
    return found


def by_pragmas(connection: sqlite3.Connection) -> set[tuple]:
    """What the pragmas tell, without the places of columns, keys and unnamed indexes."""
    facts: set[tuple] = set()
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    for table in tables:
        if table.startswith(("sqlite_", "aludel_")):
            continue
        for row in connection.execute("SELECT name, upper(type), nullif(upper(dflt_value), 'NULL'), pk, hidden FROM pragma_table_xinfo(?)", [table]):
            facts.add((table, "column", *row))
        for name, unique, origin, partial in connection.execute(
                'SELECT name, "unique", origin, partial FROM pragma_index_list(?)', [table]):
            parts = connection.execute('SELECT name, "desc", coll FROM pragma_index_xinfo(?) WHERE key ORDER BY seqno', [name])
            facts.add((table, "index", name if origin == "c" else origin, unique, partial, *parts.fetchall()))
        keys: dict[int, list[tuple]] = {}
        for number, *row in connection.execute(
                'SELECT id, "table", "from", "to", on_update, on_delete, "match" FROM pragma_foreign_key_list(?) ORDER BY id, seq', [table]):
            keys.setdefault(number, []).append(tuple(row))
        facts |= {(table, "foreign key", *key) for key in keys.values()}
    return facts


def stored(connection: sqlite3.Connection) -> dict[tuple[str, str], str]:
    rows = connection.execute("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND tbl_name NOT LIKE 'aludel\\_%' ESCAPE '\\'"
                              " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")
    return {(kind, name): sql for kind, name, sql in rows}


class Pair:
    """A project in a folder: the first version is what it has, the second one what it wants."""

    def __init__(self, binary: Path, first: Path, second: Path, folder: Path):
        self.binary, self.first, self.second, self.folder = binary, first, second, folder
        self.proven = False

    def aludel(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run([self.binary, *arguments], cwd=self.folder, capture_output=True, text=True, check=False,
                              env={**os.environ, "ALUDEL_CACHE": "off"})

    def fault(self) -> str | None:
        self.write_project()
        if fault := self.generate():
            return fault
        done = self.aludel("upgrade", "head")
        if done.returncode != 0:
            return f"upgrade: {done.stderr}"
        if fault := self.compare(self.second):
            return fault
        done = self.aludel("downgrade", "a")
        if done.returncode != 0:
            return f"downgrade: {done.stderr}"
        return self.compare(self.first)

    def write_project(self) -> None:
        (self.folder / "aludel.toml").write_text('url = "sqlite:///app.db"\nmodel = "model.sql"\n')
        (self.folder / "migrations").mkdir()
        sql = self.first.read_bytes()
        (self.folder / "migrations" / "a.sql").write_bytes(b"-- revision: a\n-- migrate:up\n" + sql)
        (self.folder / "model.sql").write_bytes(self.second.read_bytes())

    def generate(self) -> str | None:
        answers: list[str] = []
        for _ in range(20):
            done = self.aludel("revision", "--autogenerate", "-m", "change", "--rev-id", "b", "--no-rename", *answers)
            if done.returncode == 0:
                self.proven = "--unproven" not in answers
                return None
            if "error[not-proven]" in done.stderr and "--unproven" not in answers:
                answers.append("--unproven")
                continue
            asked = [f"--{word}={place}={0 if word == 'fill' else ''}".removesuffix("=") for word, place in QUESTION.findall(done.stderr)]
            new = [answer for answer in asked if answer not in answers]
            if not new:
                return f"autogenerate: {done.stderr}"
            answers += new
        return "autogenerate: no end of questions"

    def compare(self, wanted: Path) -> str | None:
        done = self.aludel("diff", "database", f"file:{wanted}", "--exit-code")
        if done.returncode != 0:
            return f"diff: {done.stdout}{done.stderr}"
        expected = self.folder / f"{wanted.stem}.expected.db"
        with closing(sqlite3.connect(expected)) as there, closing(sqlite3.connect(self.folder / "app.db")) as here:
            there.executescript(wanted.read_bytes().decode())
            if difference := by_pragmas(there) ^ by_pragmas(here):
                return f"pragmas differ: {sorted(map(str, difference))[:4]}"
            ours, theirs = stored(here), stored(there)
            if ours.keys() != theirs.keys():
                return f"objects differ: {ours.keys() ^ theirs.keys()}"
            for key, sql in theirs.items():
                if pieces(sql) != pieces(ours[key]):
                    return f"text of {key} differs:\n  {ours[key]}\n  {sql}"
        return None


@dataclass(frozen=True)
class Verdict:
    """What came of one pair."""
    name: str
    fault: str | None
    proven: bool


def all_pairs() -> Iterator[tuple[Path, Path]]:
    for folder in sorted(CORPORA.glob("*/sqlite")):
        versions = sorted(folder.glob("*.sql"))
        for older, newer in zip(versions, versions[1:]):
            yield older, newer
            yield newer, older


def chosen_pairs(fraction: float, chance: random.Random, only: str = "") -> list[tuple[Path, Path]]:
    found = [pair for pair in all_pairs() if only in str(pair)]
    return sorted(chance.sample(found, max(1, round(len(found) * fraction)))) if found else []


def try_pair(binary: Path, first: Path, second: Path) -> Verdict:
    with tempfile.TemporaryDirectory() as folder:
        pair = Pair(binary, first, second, Path(folder))
        fault = pair.fault()
        return Verdict(f"{first.relative_to(CORPORA)} -> {second.name}", fault, pair.proven)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fraction", type=float, default=0.1, help="of all pairs; scripts/soak holds all of them")
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("--only", default="", help="pairs whose path has this in it")
    options = parser.parse_args()
    binary = Path(os.environ.get("ALUDEL_BINARY", SOURCE / "build" / "dev" / "bin" / "aludel")).resolve()
    chosen = chosen_pairs(options.fraction, random.Random(options.seed), options.only)
    if not chosen:
        print(f"skipped: no schemas in {CORPORA} (ALUDEL_CORPORA names the folder)")
        return SKIPPED
    verdicts = [try_pair(binary, *pair) for pair in chosen]
    wrong = [verdict for verdict in verdicts if verdict.fault]
    for verdict in wrong:
        print(f"{verdict.name}: {verdict.fault}", file=sys.stderr)
    proven = sum(verdict.proven for verdict in verdicts)
    print(f"{len(verdicts) - len(wrong)} of {len(verdicts)} pairs exact, {proven} of them proven with rows (seed {options.seed})")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
