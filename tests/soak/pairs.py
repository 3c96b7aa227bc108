"""All pairs of neighbouring versions of real schemas (tests/corpora/test_pairs.py), where those schemas are."""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from trial import Soak, Tally

sys.path.append(str(Path(__file__).parents[1] / "corpora"))
import test_pairs  # noqa: E402  (found by the line above)


def pairs(soak: Soak) -> list[Tally]:
    exact = Tally("versions of a real schema, from one to the next or back")
    proven = Tally(f"enough of them proven with rows ({test_pairs.LEAST_PROVEN:.0%})")
    chosen = test_pairs.chosen_pairs(soak.fraction, soak.random("pairs"))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        verdicts = list(pool.map(lambda pair: test_pairs.try_pair(soak.binary, *pair), chosen))
    for verdict in verdicts:
        exact.add(verdict.fault and f"{verdict.name}: {verdict.fault}")
    if soak.fraction < 1 or not verdicts:  # a few may all be of the sort that cannot be proven
        return [exact]
    count = sum(verdict.proven for verdict in verdicts)
    proven.add(None if count >= test_pairs.LEAST_PROVEN * len(verdicts) else f"only {count} of {len(verdicts)} pairs were proven")
    return [exact, proven]
