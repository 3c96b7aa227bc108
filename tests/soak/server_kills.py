"""Deaths on servers, at random instants of `upgrade head`: of the tool, of its session, of the server itself."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import server_sets
from server_trial import ServerProject, end_sessions, server_project, servers
from trial import TIMEOUT, Soak, Tally, kill_after

FULL = 200  # for each set, of the tool
FULL_SESSIONS = 50  # for each set
FULL_SERVERS = 25  # for each set


def postgresql_kills(soak: Soak) -> list[Tally]:
    return kills_on(soak, "postgresql")


def mariadb_kills(soak: Soak) -> list[Tally]:
    return kills_on(soak, "mariadb")


def kills_on(soak: Soak, engine: str) -> list[Tally]:
    server = servers.STARTS[engine]()
    try:
        tallies = [kill_set(soak, server, name) for name in server_sets.SETS]
        tallies += [session_set(soak, server, name) for name in server_sets.SETS]
        for name in server_sets.SETS:
            server, tally = server_set(soak, server, name)
            tallies.append(tally)
        return tallies
    finally:
        servers.stop(server)


def undisturbed(project: ServerProject) -> tuple[list[str], float]:
    begin = time.monotonic()
    project.must("upgrade", "head")
    return project.look(), time.monotonic() - begin


def kill_set(soak: Soak, server: servers.Server, name: str) -> Tally:
    tally = Tally(f"{server.engine}: kill -9 of the tool, set `{name}`")

    def kill(project: ServerProject, after: float) -> bool:
        return kill_after(project.start("upgrade", "head"), after)

    return walk(soak, server, name, tally, FULL, kill)


def session_set(soak: Soak, server: servers.Server, name: str) -> Tally:
    tally = Tally(f"{server.engine}: its session ended by the server, set `{name}`")

    def kill(project: ServerProject, after: float) -> bool:
        process = project.start("upgrade", "head")
        time.sleep(after)
        ended = end_sessions(server, project.name)
        process.communicate(timeout=TIMEOUT)
        return ended and process.returncode != 0

    return walk(soak, server, name, tally, FULL_SESSIONS, kill)


def walk(soak: Soak, server: servers.Server, name: str, tally: Tally, full: int,
         kill: Callable[[ServerProject, float], bool]) -> Tally:
    project = server_project(soak, server, name)
    chance = soak.random(f"{server.engine} {tally.what}")
    truth, last = undisturbed(project)
    tries = 0
    while tally.tried < soak.count(full) and tries < 20 * soak.count(full):
        tries += 1
        after = chance.uniform(0, 1.05 * last)
        project.reset()
        if kill(project, after):
            failure = project.heals_to(("upgrade", "head"), truth)
            tally.add(failure and f"{tally.what}, after {after * 1000:.1f} ms: {failure}")
    server.drop_database(project.name)
    return tally


def server_set(soak: Soak, server: servers.Server, name: str) -> tuple[servers.Server, Tally]:
    tally = Tally(f"{server.engine}: kill -9 of the server, set `{name}`")
    project = server_project(soak, server, name)
    chance = soak.random(f"{server.engine} {tally.what}")
    truth, last = undisturbed(project)
    while tally.tried < soak.count(FULL_SERVERS):
        after = chance.uniform(0, 1.05 * last)
        project.reset()
        process = project.start("upgrade", "head")
        time.sleep(after)
        kill_server(server)
        process.communicate(timeout=TIMEOUT)
        server = start_again(server)
        project.server = server
        failure = project.heals_to(("upgrade", "head"), truth)
        tally.add(failure and f"{tally.what}, after {after * 1000:.1f} ms: {failure}")
    server.drop_database(project.name)
    return server, tally


def kill_server(server: servers.Server) -> None:
    """All its processes at once."""
    children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(server.pid)], capture_output=True, text=True).stdout.split()
    for pid in [server.pid, *map(int, children)]:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    with suppress(ChildProcessError):  # a zombie would look alive to the next server
        os.waitpid(server.pid, 0)


def start_again(server: servers.Server) -> servers.Server:
    folder = Path(server.folder)
    if server.engine == "mariadb":
        return servers.launch_mariadb(folder, server.port)
    for left in (folder / "data" / "postmaster.pid", folder / f".s.PGSQL.{server.port}.lock"):
        left.unlink(missing_ok=True)
    return servers.launch_postgresql(folder, server.port, Path(server.bin))
