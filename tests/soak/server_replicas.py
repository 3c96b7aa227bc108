"""Ten processes that start `upgrade head` together on a server: all succeed, each revision runs once, no lock stays."""

import server_sets
from server_trial import ENGINES, ServerProject, server_project, servers
from trial import TIMEOUT, Soak, Tally

FULL = 20  # rounds, for each server and set
REPLICAS = 10
SETS = ("ddl", "counter")


def server_replicas(soak: Soak) -> list[Tally]:
    tallies = []
    for engine in ENGINES:
        server = servers.STARTS[engine]()
        try:
            for name in SETS:
                project = server_project(soak, server, name)
                tallies.append(rounds(soak, project, f"{engine}: {REPLICAS} replicas started together, set `{name}`",
                                      [project.environment["URL"]]))
                if engine == "postgresql":
                    tallies.append(pooled(soak, project, name))
        finally:
            servers.stop(server)
    return tallies


def pooled(soak: Soak, project: ServerProject, name: str) -> Tally:
    """The same through a pooler that gives each transaction another session."""
    pooler = servers.start_pgbouncer(project.server, project.name, "transaction")
    try:
        project.reset()
        project.environment["URL"] = pooler.url(project.name)
        return rounds(soak, project, f"postgresql behind pgbouncer: {REPLICAS} replicas started together, set `{name}`",
                      [pooler.url(project.name)])
    finally:
        servers.stop(pooler)


def rounds(soak: Soak, project: ServerProject, what: str, urls: list[str]) -> Tally:
    """Each replica takes the next of the URLs, which all lead to the project's database."""
    tally = Tally(what)
    project.must("upgrade", "head")
    truth = project.look()
    for number in range(soak.count(FULL)):
        project.reset()
        processes = []
        for replica in range(REPLICAS):
            project.environment["URL"] = urls[replica % len(urls)]
            processes.append(project.start("upgrade", "head"))
        errors = [process.communicate(timeout=TIMEOUT)[1] for process in processes]
        problems = [error for process, error in zip(processes, errors) if process.returncode]
        if project.look() != truth:
            problems.append("the database is not what one run makes of it")
        if (told := project.ledger()) != sorted(set(told)):
            problems.append(f"the ledger tells of a revision twice: {told}")
        problems += [f"a lock stayed: {lock}" for lock in project.locks()]
        tally.add("\n".join([f"{what}, round {number + 1}:", *problems]) if problems else None)
    return tally
