"""The arms: every way of running a workplace that some pattern asks for, each simulated once at most.

All arms share seeds and runs, so any two are paired run by run; over random contexts run number i
is context number i of the seed, with one run each.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache, partial
from typing import Any

import pandas as pd

from sim.inputs.levers import make_levers
from sim.inputs.parameters import Parameters, make_parameters
from sim.inputs.phases import DEFAULT_FOLLOW_UP
from sim.inputs.reading import load_workplace
from sim.inputs.workplace import CompetingChange, Unit, Workplace
from sim.kernel.engine import Setting
from sim.model.cast import SHIPPED, Cast
from sim.model.outcome import outcome_frame
from sim.model.random_inputs import random_workplace
from sim.runs.many import facts_of_many

RANDOM = "random contexts"
TWO_YEARS = 104


@dataclass(frozen=True)
class Arm:
    """A workplace as recorded or random contexts; under levers, with units changed, or without mechanisms."""

    workplace: str
    levers: Mapping[str, float] = field(default_factory=dict)
    change: Callable[[Unit], Unit] | None = None
    without: tuple[str, ...] = ()
    follow_up: int = DEFAULT_FOLLOW_UP


# ----- changes of a unit
def with_context(unit: Unit, **entries: Any) -> Unit:
    """The unit with other entries of its context."""
    return unit.model_copy(update=entries)


def with_leader(unit: Unit, **entries: Any) -> Unit:
    """The unit with a leader who differs in these entries."""
    return unit.model_copy(update={"leader": unit.leader.model_copy(update=entries)})


def with_fitting_practices(unit: Unit) -> Unit:
    """The same practices, about exactly what people need."""
    return with_context(unit, practices=[p.model_copy(update={"themes": unit.needs}) for p in unit.practices])


def with_twice_as_many_practices(unit: Unit) -> Unit:
    """Every practice and another one just like it."""
    others = [p.model_copy(update={"name": f"{p.name}-too"}) for p in unit.practices]
    return with_context(unit, practices=[*unit.practices, *others])


def with_practices_of_the_study(unit: Unit) -> Unit:
    """The same three practices everywhere: those of Bostedet, department A."""
    return with_context(unit, practices=recorded("bostedet").unit("bostedet-a").practices)


@cache
def recorded(name: str) -> Workplace:
    """A workplace of the study."""
    return load_workplace(name)


def _random(change: Callable[[Unit], Unit] | None = None, follow_up: int = DEFAULT_FOLLOW_UP, without: tuple[str, ...] = ()) -> Arm:
    return Arm(RANDOM, change=change, follow_up=follow_up, without=without)


# High and low are the ends of the ranges in sim.model.random_inputs, so the changed contexts stay among those it can draw.
NO_CHANGE = CompetingChange(load=0.0, weekly_persistence=1.0)
LASTING_CHANGE = CompetingChange(load=0.6, weekly_persistence=1.0)
_involved: dict[str, Any] = {"involvement": 1.0}
_not_involved: dict[str, Any] = {"involvement": 0.0}

# Mechanisms that might decide what becomes of the same practices (L13).
DECIDING = ("steering_veto", "workshop_ownership", "facilitation_gate", "time_limit", "routine", "disconfirmation")

ARMS: dict[str, Arm] = {
    "bostedet": Arm("bostedet"),
    "bostedet, expectations aligned": Arm("bostedet", {"expectation_alignment": 0.8}),
    "bostedet, expectations not aligned": Arm("bostedet", {"expectation_alignment": 0.0}),
    "bostedet, no pre-study": Arm("bostedet", {"pre_study_quality": 0.0}),
    "bostedet, facilitation training": Arm("bostedet", {"facilitation_training": 0.3}),
    "bostedet, departments out of sight": Arm("bostedet", change=partial(with_context, sees=[])),
    "hjemmeplejen": Arm("hjemmeplejen"),
    "hjemmeplejen, no pre-study": Arm("hjemmeplejen", {"pre_study_quality": 0.0}),
    "hjemmeplejen, actions six times as large": Arm("hjemmeplejen", {"action_size": 6.0}),
    "plejecenter-1": Arm("plejecenter-1"),
    "plejecenter-2": Arm("plejecenter-2"),
    "plejecenter-2, pushed through": Arm("plejecenter-2", {"push_through": 1.0}),
    "plejecenter-2, no pre-study": Arm("plejecenter-2", {"pre_study_quality": 0.0}),
    "plejecenter-2, wellbeing in scope": Arm("plejecenter-2", {"widen_scope": 1.0}),
    "plejecenter-2, trust first 26 weeks": Arm("plejecenter-2", {"trust_first_weeks": 26.0}),
    "plejecenter-2, trust first 52 weeks": Arm("plejecenter-2", {"trust_first_weeks": 52.0}),
    "random": _random(),
    "random, fitting": _random(with_fitting_practices),
    "random, twice as many": _random(with_twice_as_many_practices),
    "random, all involved": _random(partial(with_context, **_involved)),
    "random, none involved": _random(partial(with_context, **_not_involved)),
    "random, high trust": _random(partial(with_context, trust_in_leader=0.9)),
    "random, low trust": _random(partial(with_context, trust_in_leader=0.1)),
    "random, much slack": _random(partial(with_context, utilisation=0.85)),
    "random, little slack": _random(partial(with_context, utilisation=0.98)),
    "random, calm, all involved": _random(partial(with_context, competing_change=NO_CHANGE, **_involved)),
    "random, calm, none involved": _random(partial(with_context, competing_change=NO_CHANGE, **_not_involved)),
    "random, lasting change, all involved": _random(partial(with_context, competing_change=LASTING_CHANGE, **_involved)),
    "random, lasting change, none involved": _random(partial(with_context, competing_change=LASTING_CHANGE, **_not_involved)),
    "random, two years": _random(follow_up=TWO_YEARS),
    "random, two years, calm": _random(partial(with_context, competing_change=NO_CHANGE), TWO_YEARS),
    "random, two years, lasting change": _random(partial(with_context, competing_change=LASTING_CHANGE), TWO_YEARS),
    "random, two years, top supports": _random(partial(with_context, top_support=1.0), TWO_YEARS),
    "random, two years, top does not": _random(partial(with_context, top_support=0.0), TWO_YEARS),
    "random, two years, leader committed": _random(partial(with_leader, value=0.95), TWO_YEARS),
    "random, two years, leader not committed": _random(partial(with_leader, value=0.1), TWO_YEARS),
    "same practices": _random(with_practices_of_the_study),
    **{f"same practices without {name}": _random(with_practices_of_the_study, without=(name,)) for name in DECIDING},
}


def run_arm(name: str, runs: int, seed: int, parameters: Parameters, engine: str, cast: Cast = SHIPPED, workers: int = 1) -> pd.DataFrame:
    """Simulate an arm: a row per run and unit, with the number of its practices beside the outcome.

    engine: as sim.runs.simulate.engine_for gives it. workers: threads of the compiled engine.
    """
    settings = list(settings_of(ARMS[name], runs, seed, parameters))
    facts = facts_of_many(engine, settings, [ARMS[name].follow_up], 1, cast, workers)
    units = [(run, unit) for run, setting in enumerate(settings) for unit in setting.place.units]
    return outcome_frame(facts).assign(run=[run for run, _ in units], unit=[unit.name for _, unit in units],
                                       practices=[len(unit.practices) for _, unit in units])


def settings_of(arm: Arm, runs: int, seed: int, parameters: Parameters) -> Iterator[Setting]:
    """What is run once for each run of an arm."""
    full, levers = make_parameters(parameters, arm.without), make_levers(arm.levers)
    if arm.workplace == RANDOM:
        yield from (Setting(changed(arm, place), full, levers, seed + i) for i, place in enumerate(contexts(seed, runs)))
    else:
        place = changed(arm, recorded(arm.workplace))
        yield from (Setting(place, full, levers, seed, run) for run in range(runs))


def changed(arm: Arm, place: Workplace) -> Workplace:
    """The workplace as an arm changes it."""
    return place if arm.change is None else place.model_copy(update={"units": [arm.change(unit) for unit in place.units]})


@lru_cache(maxsize=1)  # most arms are of the same contexts
def contexts(seed: int, count: int) -> list[Workplace]:
    """So many random contexts of a seed."""
    return [random_workplace(seed, number) for number in range(count)]
