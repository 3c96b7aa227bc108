"""Ten processes that start `upgrade head` together: all succeed, and each revision runs once."""

import oracle
import sets
from trial import TIMEOUT, Soak, Tally

FULL = 20
REPLICAS = 10


def replicas(soak: Soak) -> list[Tally]:
    tally = Tally(f"{REPLICAS} replicas started together, a round")
    names = list(sets.SETS)
    projects = {name: soak.project(name) for name in names}
    truths = {}
    for name, project in projects.items():
        project.must("upgrade", "head")
        truths[name] = oracle.look(project.database)

    for number in range(max(len(names), soak.count(FULL))):
        name = names[number % len(names)]
        project = projects[name]
        project.reset()
        processes = [project.start("upgrade", "head") for _ in range(REPLICAS)]
        errors = [process.communicate(timeout=TIMEOUT)[1] for process in processes]
        problems = [error for process, error in zip(processes, errors) if process.returncode]
        found = oracle.look(project.database)
        if found != truths[name]:
            problems.append(truths[name].difference(found))
        if (told := oracle.ledger(project.database)) != sorted(set(told)):
            problems.append(f"the ledger tells of a revision twice: {told}")
        tally.add("\n".join([f"set {name}, round {number + 1}:", *problems]) if problems else None)
    return [tally]
