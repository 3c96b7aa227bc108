#!/usr/bin/env python3
"""run.py [--kills N] [--rounds N]: the same accidents for Aludel and its peers, in one table.

Each cell tells how often a plain re-run was right, needed a person, or ended well with a wrong database. Exits with 1
if Aludel is worse than a peer in any cell. Build a test or release binary first; the peers are installed below build/peers.
"""

import argparse
import datetime
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tools import Address, Alembic, Migration, Tool, install

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "servers"))
import servers  # noqa: E402

ENGINES = ("sqlite", "postgresql", "mariadb")
COUNT = 50
TIMEOUT = 60


@dataclass
class Cell:
    """How trials ended: right, stuck until a person helps, or wrong without a word."""
    right: int = 0
    manual: int = 0
    wrong: int = 0

    def add(self, outcome: str) -> None:
        setattr(self, outcome, getattr(self, outcome) + 1)

    def __str__(self) -> str:
        return f"{self.right}/{self.manual}/{self.wrong}"

    def badness(self) -> tuple[float, float]:
        total = max(1, self.right + self.manual + self.wrong)
        return self.wrong / total, self.manual / total


class Trial:
    """One tool's project on one fresh database."""

    def __init__(self, tool: Tool, engine: str, server: servers.Server | None, folder: Path, migrations: list[Migration]):
        self.tool, self.engine, self.server, self.folder = tool, engine, server, folder
        self.name = server.new_database() if server else str(folder / "app.db")
        self.address = Address(engine, self.name, server.port if server else 0)
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8"}
        tool.write(folder, migrations, self.address)

    def start(self) -> subprocess.Popen:
        return subprocess.Popen(self.tool.up(self.folder, self.address), cwd=self.folder, env=self.environment,
                                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def up(self) -> int:
        process = self.start()
        try:
            process.communicate(timeout=TIMEOUT)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
        return process.returncode

    def query(self, sql: str) -> list[str]:
        """The rows; an error is a row too, which no test expects."""
        try:
            if self.server:
                return self.server.query(sql, self.name)
            with closing(sqlite3.connect(self.name)) as database:
                return ["|".join(map(str, row)) for row in database.execute(sql)]
        except (subprocess.CalledProcessError, sqlite3.Error) as problem:
            return [f"error: {problem}"]

    def close(self) -> None:
        if self.server:
            self.server.drop_database(self.name)
        shutil.rmtree(self.folder, ignore_errors=True)

    def judge(self, right: Callable[["Trial"], bool], tries: int = 3) -> str:
        """A plain re-run, several times to give every tool the benefit of the doubt."""
        for _ in range(tries):
            if self.up() == 0:
                return "right" if right(self) else "wrong"
            time.sleep(0.3)
        return "manual"


def fifty(*, rows_only: bool = False) -> list[Migration]:
    first = Migration("counter", ("CREATE TABLE counter (id INTEGER PRIMARY KEY, n INTEGER NOT NULL)", "INSERT INTO counter VALUES (1, 1)"))
    if rows_only:
        return [first, *(Migration(f"m{n}", ("UPDATE counter SET n = n + 1",)) for n in range(2, COUNT + 1))]
    return [first, *(Migration(f"m{n}", (f"CREATE TABLE t{n} (v INTEGER)", f"INSERT INTO t{n} VALUES ({n})",
                                         "UPDATE counter SET n = n + 1")) for n in range(2, COUNT + 1))]


def fifty_right(trial: Trial) -> bool:
    return trial.query("SELECT n FROM counter") == [str(COUNT)] and all(
        trial.query(f"SELECT v FROM t{n}") == [str(n)] for n in (2, COUNT // 2, COUNT))


class Run:
    def __init__(self, tools: list[Tool], options: argparse.Namespace, folder: Path):
        self.tools, self.options, self.folder = tools, options, folder
        self.servers: dict[str, servers.Server | None] = {"sqlite": None}
        for engine in ENGINES[1:]:
            self.servers[engine] = servers.STARTS[engine]()

    def close(self) -> None:
        for server in self.servers.values():
            if server:
                servers.stop(server)

    def trial(self, tool: Tool, engine: str, migrations: list[Migration]) -> Trial:
        return Trial(tool, engine, self.servers[engine], Path(tempfile.mkdtemp(dir=self.folder)), migrations)

    def killed(self, tool: Tool, engine: str) -> Cell:
        """1a: kill -9 at a random instant of 50 migrations."""
        cell, chance = Cell(), random.Random(f"{self.options.seed} {tool.name} {engine}")
        trial = self.trial(tool, engine, fifty())
        begin = time.monotonic()
        trial.up()
        last = time.monotonic() - begin
        trial.close()
        tries = 0
        while cell.right + cell.manual + cell.wrong < self.options.kills and tries < 4 * self.options.kills:
            tries += 1
            trial = self.trial(tool, engine, fifty())
            process = trial.start()
            time.sleep(chance.uniform(0.02, 1.0) * last)
            process.kill()
            process.communicate()
            if process.returncode < 0:
                cell.add(trial.judge(fifty_right))
            trial.close()
        return cell

    def failed(self, tool: Tool, engine: str, clause: str) -> Cell:
        """1b: the third of four statements fails; the file is mended and run again."""
        cell = Cell()
        accounts = Migration("accounts", ("CREATE TABLE accounts (balance INTEGER)", "INSERT INTO accounts VALUES (100)"))
        four = [f"CREATE TABLE {clause}orders (id INTEGER)", "UPDATE accounts SET balance = balance + 10",
                "INSERT INTO no_such_table VALUES (1)", f"CREATE TABLE {clause}last1 (id INTEGER)"]
        trial = self.trial(tool, engine, [accounts, Migration("four", tuple(four))])
        trial.up()
        four[2] = "SELECT 1" if engine != "sqlite" else "DELETE FROM accounts WHERE 1 = 0"
        tool.write(trial.folder, [accounts, Migration("four", tuple(four))], trial.address)
        cell.add(trial.judge(lambda done: done.query("SELECT balance FROM accounts") == ["110"]
                             and done.query("SELECT count(*) FROM last1") == ["0"]))
        trial.close()
        return cell

    def concurrent_index(self, tool: Tool, engine: str, clause: str) -> Cell:
        """1c: CREATE UNIQUE INDEX CONCURRENTLY meets duplicate rows, which are then removed."""
        cell = Cell()
        table = Migration("t", ("CREATE TABLE t (a INTEGER)", "INSERT INTO t VALUES (1), (1)"))
        index = Migration("ix", (f"CREATE UNIQUE INDEX CONCURRENTLY {clause}ix ON t (a)",), alone=True)
        trial = self.trial(tool, engine, [table, index])
        trial.up()
        trial.query("DELETE FROM t WHERE ctid = (SELECT min(ctid) FROM t)")
        cell.add(trial.judge(lambda done: done.query("SELECT indisvalid FROM pg_index WHERE indexrelid = 'ix'::regclass") == ["t"]))
        trial.close()
        return cell

    def replicas(self, tool: Tool, engine: str, *, rows_only: bool) -> Cell:
        """1d: ten start together; right: all exit 0 and the database is right."""
        cell = Cell()
        for _ in range(self.options.rounds):
            trial = self.trial(tool, engine, fifty(rows_only=rows_only))
            processes = [trial.start() for _ in range(10)]
            codes = []
            for process in processes:
                try:
                    process.communicate(timeout=TIMEOUT)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.communicate()
                codes.append(process.returncode)
            good = trial.query("SELECT n FROM counter") == [str(COUNT)] if rows_only else fifty_right(trial)
            if good and not any(codes):
                cell.add("right")
            elif good or 0 not in codes:
                cell.add("manual")
            else:
                cell.add("wrong" if trial.up() == 0 and trial.query("SELECT n FROM counter") != [str(COUNT)] else "manual")
            trial.close()
        return cell

    def edited(self, tool: Tool, engine: str, *, deleted: bool) -> Cell:
        """1e: the file of an applied migration is edited, or deleted; right: the next run says so."""
        cell = Cell()
        trial = self.trial(tool, engine, fifty(rows_only=True)[:3])
        trial.up()
        file = tool.file(trial.folder, 2)
        if deleted:
            file.unlink()
        else:
            file.write_text(file.read_text().replace("n + 1", "n + 2"))
            if isinstance(tool, Alembic):
                shutil.rmtree(file.parent / "__pycache__", ignore_errors=True)
        cell.add("wrong" if trial.up() == 0 else "right")
        trial.close()
        return cell

    def rows(self) -> list[tuple[str, Callable[[Tool], Cell]]]:
        rows: list[tuple[str, Callable[[Tool], Cell]]] = []
        for engine in ENGINES:
            rows.append((f"1a killed, {engine}", lambda tool, e=engine: self.killed(tool, e)))
            for clause in ("", "IF NOT EXISTS "):
                rows.append((f"1b third statement fails, {engine}{', IF NOT EXISTS' if clause else ''}",
                             lambda tool, e=engine, c=clause: self.failed(tool, e, c)))
        for clause in ("", "IF NOT EXISTS "):
            rows.append((f"1c index built CONCURRENTLY fails{', IF NOT EXISTS' if clause else ''}",
                         lambda tool, c=clause: self.concurrent_index(tool, "postgresql", c)))
        for engine in ENGINES:
            for rows_only in (False, True):
                rows.append((f"1d ten replicas, {engine}, {'rows' if rows_only else 'tables'}",
                             lambda tool, e=engine, r=rows_only: self.replicas(tool, e, rows_only=r)))
            for deleted in (False, True):
                rows.append((f"1e applied file {'deleted' if deleted else 'edited'}, {engine}",
                             lambda tool, e=engine, d=deleted: self.edited(tool, e, deleted=d)))
        return rows


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--aludel", type=Path, default=ROOT / "build/release/bin/aludel", help="the binary")
    parser.add_argument("--peers-folder", type=Path, default=ROOT / "build/peers", help="where the peers are installed")
    parser.add_argument("--kills", type=int, default=20, help="for each cell of 1a (default: 20)")
    parser.add_argument("--rounds", type=int, default=3, help="for each cell of 1d (default: 3)")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--only", default="", help="rows whose name has this text")
    options = parser.parse_args()
    tools = install(options.peers_folder.resolve(), options.aludel.resolve())
    folder = Path(tempfile.mkdtemp(prefix="aludel-reliability-"))
    run = Run(tools, options, folder)
    worse = []
    try:
        print(f"{datetime.date.today()}, seed {options.seed}. right / a person is needed / wrong\n")
        print(f"| accident | {' | '.join(tool.name for tool in tools)} |\n|---|{'--:|' * len(tools)}", flush=True)
        for name, trial in run.rows():
            if options.only not in name:
                continue
            cells = [trial(tool) for tool in tools]
            print(f"| {name} | {' | '.join(map(str, cells))} |", flush=True)
            if any(cells[0].badness() > cell.badness() for cell in cells[1:]):
                worse.append(name)
    finally:
        run.close()
        shutil.rmtree(folder, ignore_errors=True)
    for name in worse:
        print(f"worse than a peer: {name}", file=sys.stderr)
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
