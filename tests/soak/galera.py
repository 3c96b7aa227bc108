"""A cluster of two nodes that both take writes: replicas on both at once, and holders of the lease that die or fall silent."""

import os
import signal
import tempfile
from pathlib import Path

import server_sets
from server_replicas import REPLICAS, SETS, rounds
from server_trial import OUR_LEASE, ServerProject, servers
from trial import TIMEOUT, Soak, Tally

FULL = 20  # of each trial
FULL_SILENCES = 10
COUNT = 20  # revisions: DDL takes its time here
PLUGIN = Path("/usr/lib/galera/libgalera_smm.so")


class GaleraProject(ServerProject):
    """Its database is seen by the first node, once that has all that any node committed."""

    def __init__(self, soak: Soak, nodes: list[servers.Server], name: str):
        folder = server_sets.write_project(Path(tempfile.mkdtemp(dir=soak.folder)), name, nodes[0].engine, COUNT)
        super().__init__(soak.binary, folder, nodes[0])
        self.nodes = nodes
        self.urls = [node.url(self.name, tcp=True) for node in nodes]

    def settle(self) -> None:
        for node in self.nodes:
            node.query("SET SESSION wsrep_sync_wait = 15; SELECT 1")

    def reset(self, start: Path | None = None) -> None:
        super().reset(start)
        self.settle()

    def look(self) -> list[str]:
        self.settle()
        return super().look()

    def locks(self) -> list[str]:
        sessions = "SELECT id, info FROM information_schema.processlist WHERE user <> 'system user' AND id <> connection_id()"
        leases = self.nodes[0].query(f"SELECT holder FROM {OUR_LEASE} WHERE holder IS NOT NULL", self.name)
        return [*leases, *(session for node in self.nodes for session in node.query(sessions))]


def galera(soak: Soak) -> list[Tally]:
    if not PLUGIN.exists():
        print("no galera-4 is installed: its part is left out", flush=True)
        return []
    nodes = servers.start_galera()
    try:
        tallies = []
        for name in SETS:
            project = GaleraProject(soak, nodes, name)
            tallies.append(rounds(soak, project, f"galera: {REPLICAS} replicas on two nodes at once, set `{name}`", project.urls))
        project = GaleraProject(soak, nodes, "mixed")
        return [*tallies, deaths(soak, project), silences(soak, project)]
    finally:
        for node in nodes:
            servers.stop(node)


def deaths(soak: Soak, project: GaleraProject) -> Tally:
    """The holder of the lease dies; a run on either node goes on in its stead."""
    tally = Tally("galera: the lease's holder killed, the next run on either node")
    chance = soak.random(tally.what)
    project.environment["URL"] = project.urls[0]
    project.reset()
    project.must("upgrade", "head")
    truth = project.look()
    for number in range(soak.count(FULL)):
        project.reset()
        point = chance.choice(["alone.before", "alone.after", "tx.commit.before", "tx.commit.after", "stmt.after"])
        fail = f"{point}:{chance.randrange(1, 30)}:kill"
        project.environment["URL"] = project.urls[0]
        project.start("upgrade", "head", fail=fail).communicate(timeout=TIMEOUT)
        project.environment["URL"] = project.urls[number % 2]
        failure = project.heals_to(("upgrade", "head"), truth)
        if not failure and (left := project.locks()):
            failure = f"a lock stayed: {left}"
        tally.add(failure and f"{tally.what}: {fail}, again on node {number % 2}: {failure}")
    return tally


def silences(soak: Soak, project: GaleraProject) -> Tally:
    """The holder stands still for so long that another node's run takes the lease; when it wakes it must do nothing."""
    tally = Tally("galera: the lease's holder silent until another has it, then awake")
    chance = soak.random(tally.what)
    project.environment["URL"] = project.urls[0]
    project.reset()
    project.must("upgrade", "head")
    truth = project.look()
    while tally.tried < soak.count(FULL_SILENCES):
        project.reset()
        point = chance.choice(["stmt.before", "tx.commit.before", "alone.before", "head.update", "journal.done"])
        fail = f"{point}:{chance.randrange(1, 15)}:stop"
        project.environment["URL"] = project.urls[0]
        silent = project.start("upgrade", "head", fail=fail)
        if not os.WIFSTOPPED(os.waitpid(silent.pid, os.WUNTRACED)[1]):
            continue
        project.environment["URL"] = project.urls[1]
        other = project.start("upgrade", "head")
        _, told = other.communicate(timeout=TIMEOUT)
        failure = None if project.look() == truth else "the other did not do it all"
        if other.returncode or "a run on another node of the cluster (process" not in told:
            failure = f"the other exited with {other.returncode} and said: {told}"
        silent.send_signal(signal.SIGCONT)
        _, error = silent.communicate(timeout=TIMEOUT)
        if silent.returncode:
            failure = f"{failure or ''} the one that woke exited with {silent.returncode}: {error}"
        elif not failure and project.look() != truth:
            failure = "the one that woke changed the database"
        tally.add(failure and f"{tally.what}: {fail}: {failure}")
    return tally
