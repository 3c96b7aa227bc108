"""Alembic's answers: revisions, rows of the version table, a command and its target -> the steps and the rows afterwards.

revision_graph.json holds 395 cases that Alembic 1.8 and 1.19 answer alike. Each is played with the binary on a database
of its own: every revision writes its id to a table, so that the table tells the steps.
"""

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).parent
BINARY = Path(os.environ.get("ALUDEL_BINARY", HERE.parents[1] / "build/dev/bin/aludel"))
CONFIG = 'url = "sqlite:///app.db"\nmigrations = ["migrations"]\n'


def write_revision(folder: Path, revision: dict) -> None:
    lists = {"revises": revision["downs"], "depends_on": revision["deps"], "branch_labels": revision["labels"]}
    keys = "".join(f"-- {key}: {', '.join(values)}\n" for key, values in lists.items() if values)
    step = f"INSERT INTO steps (id) VALUES ('{revision['id']}');\n"
    (folder / f"{revision['id']}.sql").write_text(
        f"-- {revision['id']}\n--\n-- revision: {revision['id']}\n{keys}\n"
        f"-- migrate:up\n{step}\n-- migrate:down\n{step}")


def write_database(file: Path, rows: list[str]) -> None:
    with sqlite3.connect(file) as database:
        database.execute("CREATE TABLE steps (n INTEGER PRIMARY KEY, id TEXT NOT NULL)")
        database.execute("CREATE TABLE aludel_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
        database.executemany("INSERT INTO aludel_version VALUES (?)", [(row,) for row in rows])
    database.close()


def read_database(file: Path) -> tuple[list[str], list[str]]:
    database = sqlite3.connect(file)
    steps = [step for (step,) in database.execute("SELECT id FROM steps ORDER BY n")]
    rows = sorted(row for (row,) in database.execute("SELECT version_num FROM aludel_version"))
    database.close()
    return steps, rows


def in_order(case: dict, steps: list[str]) -> bool:
    """Going up, what a revision stands on comes before it; going down, after it."""
    below = {revision["id"]: {*revision["downs"], *revision["deps"]} for revision in case["revisions"]}
    sequence = steps if case["command"] == "upgrade" else steps[::-1]
    place = {step: index for index, step in enumerate(sequence)}
    return all(place[under] < place[step] for step in steps for under in below[step] if under in place)


def play(case: dict) -> str | None:
    """What is wrong, if anything."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "migrations").mkdir()
        (folder / "aludel.toml").write_text(CONFIG)
        for revision in case["revisions"]:
            write_revision(folder / "migrations", revision)
        write_database(folder / "app.db", case["rows"])
        environment = {"HOME": temporary, "PATH": "/usr/bin:/bin", "TZ": "UTC", "LC_ALL": "C.UTF-8"}
        result = subprocess.run([BINARY, case["command"], case["target"]], cwd=folder, env=environment,
                                stdin=subprocess.DEVNULL, capture_output=True, text=True)
        return judge(case, result, *read_database(folder / "app.db"))


def judge(case: dict, result: subprocess.CompletedProcess[str], steps: list[str], rows: list[str]) -> str | None:
    expected = case["expect"]
    if "error" in expected:
        if result.returncode <= 0:
            return f"exit code {result.returncode}, but Alembic says: {expected.get('text', 'an error')}"
        if steps or rows != sorted(case["rows"]):
            return f"an error, but steps {steps} and rows {rows}"
        return None
    if result.returncode:
        return f"exit code {result.returncode}: {result.stderr}"
    if sorted(steps) != sorted(expected["steps"]):
        return f"steps {steps}, expected {expected['steps']}"
    if not in_order(case, steps):
        return f"steps in a wrong order: {steps}"
    if rows != sorted(expected["rows"]):
        return f"rows {rows}, expected {expected['rows']}"
    return None


def describe(case: dict) -> str:
    graph = " ; ".join(
        f"{one['id']}{''.join('#' + label for label in one['labels'])}<{','.join(one['downs'])}"
        f"{''.join('~' + dependency for dependency in one['deps'])}" for one in case["revisions"])
    return f"{graph}\n  {{{','.join(case['rows'])}}} {case['command']} {case['target']}"


def main() -> int:
    cases = json.loads((HERE / "revision_graph.json").read_text())
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        problems = list(pool.map(play, cases))
    for number, (case, problem) in enumerate(zip(cases, problems)):
        if problem:
            print(f"case {number}: {describe(case)}\n  {problem}\n")
    wrong = sum(problem is not None for problem in problems)
    print(f"{len(cases) - wrong}/{len(cases)} cases as Alembic answers them")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
