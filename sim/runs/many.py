"""Runs of many settings at once, over threads."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import batched

import numpy as np

from sim.errors import InputError, whole_number
from sim.inputs.phases import LAUNCH_WEEK, MAX_FOLLOW_UP
from sim.kernel.engine import Seen, Setting
from sim.kernel.engine import seen_of_many as _seen_of_many
from sim.kernel.seen import STANDS
from sim.model.cast import SHIPPED, Cast
from sim.model.record import SERIES
from sim.runs.simulate import MESA, Progress, facts_of

# Runs that a thread takes at a time: many against what a call costs, few enough that Ctrl-C is heard.
PART = 1000
APART = 100_000  # run numbers from one parameter set to the next, so that no two sets share their luck
MOST = LAUNCH_WEEK + MAX_FOLLOW_UP - 1  # the last week that can be seen


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


def seen_of_many(engine: str, settings: Sequence[Setting], weeks: Sequence[int], cast: Cast = SHIPPED, workers: int = 1) -> Seen:
    """One run of each of one or more settings, at some weeks of the run (from 0), none lived beyond the last of them; see Seen.

    A setting is a workplace, parameters, levers, a seed and the number of the run; and what it goes on with, where it parts. engine: as
    sim.runs.simulate.engine_for gives it. The result does not depend on workers. Raises InputError for a week that is none.
    """
    chosen = [whole_number("week", week) for week in weeks]
    if not chosen or not settings or max(chosen) > MOST:
        raise InputError(f"runs are seen at one or more weeks from 0 to {MOST}, of one or more settings; given are {len(settings)} "
                         f"settings and weeks {', '.join(map(str, chosen[:9])) or 'none'}")
    live = partial(seen_on_mesa if engine == MESA else partial(_seen_of_many, engine=engine), weeks=chosen, cast=cast)
    parts = list(batched(settings, max(1, min(PART, -(-len(settings) // workers)))))
    with ThreadPoolExecutor(workers) as pool:
        found = list(pool.map(live, parts))
    return Seen(np.concatenate([one.series for one in found]), np.concatenate([one.phases for one in found]),
                {name: np.concatenate([one.stands[name] for one in found]) for name in STANDS}, np.concatenate([one.held for one in found]))


def seen_on_mesa(settings: Sequence[Setting], weeks: Sequence[int], cast: Cast = SHIPPED) -> Seen:
    """The same on Mesa."""
    from sim.model.model import InterventionModel  # Mesa is loaded for runs on Mesa only
    lived, units, held = max(weeks) + 1, [], []
    for one in settings:
        model = InterventionModel(*one[:4], replication=one.first, follow_up=MAX_FOLLOW_UP, collect=False, then=one.then, **cast.by_kind)
        while model.week < lived:
            model.step()
        units += model.units
        held += [practice.history + [0] * (lived - len(practice.history)) for unit in model.units for practice in unit.practices]
        model.remove_all_agents()
    lines = [[unit.record.lines[1 + week] for week in weeks] for unit in units]
    stands = {name: np.array([-1 if (value := getattr(unit, name)) is None else value for unit in units]) for name in STANDS}
    return Seen(np.array([[[getattr(line, name) for name in SERIES] for line in some] for some in lines], float),
                np.array([[line.phase for line in some] for some in lines]), stands, np.array(held))
