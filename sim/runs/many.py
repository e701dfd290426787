"""Runs of many settings at once, over threads."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import batched

import numpy as np

from sim.kernel.engine import Setting
from sim.model.cast import SHIPPED, Cast
from sim.runs.simulate import MESA, Progress, facts_of

# Runs that a thread takes at a time: many against what a call costs, few enough that Ctrl-C is heard.
PART = 1000


def facts_of_many(engine: str, settings: Sequence[Setting], weeks: list[int], runs: int, cast: Cast = SHIPPED, workers: int = 1,
                  progress: Progress | None = None) -> np.ndarray:
    """Facts of so many runs of each of one or more settings; rows in the order of setting, run, follow-up, unit.

    engine: as sim.runs.simulate.engine_for gives it. weeks: follow-ups in rising order. progress: called with settings done and in
    all. The result does not depend on workers.
    """
    live, facts, done = facts_of(engine, cast), [], 0
    parts = list(batched(settings, max(1, min((1 if engine == MESA else PART) // runs, -(-len(settings) // workers)))))
    with ThreadPoolExecutor(workers) as pool:
        for part, told in zip(parts, pool.map(lambda some: live(some, weeks, runs), parts), strict=True):
            facts.append(told)
            done += len(part)
            if progress:
                progress(done, len(settings))
    return np.concatenate(facts)
