"""Runs of the arms that findings ask for, each simulated once at most.

All arms share seeds and runs, so any two are paired run by run; over random contexts run number i
is context number i of the seed, with one run each.
"""

from collections.abc import Iterator
from functools import lru_cache

import pandas as pd

from sim.evidence.arms import Arm, recorded
from sim.inputs.levers import make_levers
from sim.inputs.parameters import Parameters, make_parameters
from sim.inputs.workplace import Workplace
from sim.kernel.engine import Setting
from sim.model.cast import SHIPPED, Cast
from sim.model.outcome import outcome_frame
from sim.model.random_inputs import random_workplace
from sim.runs.many import facts_of_many


def run_arm(arm: Arm, runs: int, seed: int, parameters: Parameters, engine: str, cast: Cast = SHIPPED, workers: int = 1) -> pd.DataFrame:
    """Simulate an arm: a row per run and unit, with the number of its practices beside the outcome.

    engine: as sim.runs.simulate.engine_for gives it. workers: threads of the compiled engine.
    """
    settings = list(settings_of(arm, runs, seed, parameters))
    facts = facts_of_many(engine, settings, [arm.week], 1, cast, workers)
    units = [(run, unit) for run, setting in enumerate(settings) for unit in setting.place.units]
    return outcome_frame(facts).assign(run=[run for run, _ in units], unit=[unit.name for _, unit in units],
                                       practices=[len(unit.practices) for _, unit in units])


def settings_of(arm: Arm, runs: int, seed: int, parameters: Parameters) -> Iterator[Setting]:
    """What is run once for each run of an arm."""
    full, levers = make_parameters(parameters, arm.without), make_levers(arm.levers)
    if arm.is_random:
        yield from (Setting(place, full, levers, seed + i) for i, place in enumerate(_changed_contexts(arm.ground(), seed, runs)))
    else:
        place = arm.changed(recorded(arm.workplace))
        yield from (Setting(place, full, levers, seed, run) for run in range(runs))


@lru_cache(maxsize=64)  # all arms of what is shipped, so that a second parameter set finds them changed already
def _changed_contexts(ground: str, seed: int, count: int) -> list[Workplace]:
    """So many random contexts of a seed, as an arm changes them."""
    arm = Arm.model_validate_json(ground)
    return [arm.changed(place) for place in contexts(seed, count)]


@lru_cache(maxsize=1)  # most arms are of the same contexts
def contexts(seed: int, count: int) -> list[Workplace]:
    """So many random contexts of a seed."""
    return [random_workplace(seed, number) for number in range(count)]
