"""Real schemas through `aludel inspect` on PostgreSQL: the canonical SQL makes a database of which pg_dump tells the same,
and is its own canonical SQL. A schema that holds what Aludel says it does not manage may differ: such are counted.

The schemas are not part of the project: ALUDEL_CORPORA names their folder, by default ../shared/corpora. A tenth of them is
enough for each run; `--all` takes all.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

SOURCE = Path(os.environ.get("ALUDEL_SOURCE", Path(__file__).parents[2]))
BINARY = Path(os.environ.get("ALUDEL_BINARY", SOURCE / "build" / "dev" / "bin" / "aludel"))
CORPORA = Path(os.environ.get("ALUDEL_CORPORA", SOURCE.parent / "shared" / "corpora"))
SKIPPED = 77

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "servers"))
sys.path.insert(0, str(Path(__file__).resolve().parent))
import postgresql_dumps  # noqa: E402
import servers  # noqa: E402


def inspect(state: Path, server: servers.Server) -> subprocess.CompletedProcess:
    url = server.url("postgres")
    environment = {**os.environ, "ALUDEL_URL": url, "ALUDEL_SCRATCH_POSTGRESQL": url}
    done = subprocess.run([BINARY, "inspect", "--no-cache", f"file:{state}"], capture_output=True, text=True,
                          check=False, cwd="/", env=environment)
    if done.returncode != 0:
        raise ValueError(done.stderr)
    return done


def dumped(sql: str, server: servers.Server) -> list[str]:
    name = server.new_database()
    try:
        server.query(sql, name)
        return postgresql_dumps.dump(server, name)
    finally:
        server.drop_database(name)


PART = "holds what is not managed"


def fault(file: Path, server: servers.Server) -> str | None:
    """What is wrong with this schema, if anything is."""
    with tempfile.TemporaryDirectory() as temporary:
        try:
            done = inspect(file, server)
            canonical = done.stdout
            again = Path(temporary) / "again.sql"
            again.write_text(canonical)
            different = postgresql_dumps.difference(dumped(file.read_text(), server), dumped(canonical, server))
            if different and postgresql_dumps.agree(different) and "not managed: " in done.stderr:
                return PART
            if different:
                return f"the canonical SQL makes another schema:\n{different}"
            if inspect(again, server).stdout != canonical:
                return "the canonical SQL is not its own canonical SQL"
        except subprocess.CalledProcessError as failure:
            return failure.stderr.decode() if isinstance(failure.stderr, bytes) else failure.stderr
        except ValueError as failure:
            return str(failure)
    return None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", help="all schemas, not every tenth")
    parser.add_argument("names", nargs="*", help="parts of paths; only schemas with one of them")
    options = parser.parse_args()
    files = sorted(CORPORA.glob("*/postgresql/*.sql"))
    if options.names:
        files = [file for file in files if any(name in str(file) for name in options.names)]
    elif not options.all:
        files = files[::10]
    try:
        server = servers.running("postgresql")
    except FileNotFoundError:
        print("skipped: no PostgreSQL server was started")
        return SKIPPED
    if not files:
        print(f"skipped: no schemas in {CORPORA}")
        return SKIPPED
    faults = parts = 0
    for file in files:
        told = fault(file, server)
        parts += told == PART
        if told and told != PART:
            faults += 1
            print(f"{file.relative_to(CORPORA)}: {told}")
    print(f"{len(files)} schemas, {faults} faults; {parts} of them hold what is not managed, and differ there")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
