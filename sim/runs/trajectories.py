"""The weeks of many runs as one table, the same whatever the engine."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.errors import check_progress, whole_number
from sim.inputs.levers import Levers, make_levers
from sim.inputs.parameters import Parameters, make_parameters
from sim.inputs.phases import DEFAULT_FOLLOW_UP
from sim.inputs.reading import load_workplace
from sim.inputs.settings import checked_follow_up
from sim.inputs.then import Then, Whole, parted
from sim.inputs.workplace import Workplace
from sim.kernel.engine import FAST, Setting
from sim.model.cast import SHIPPED, Cast, People, cast_of
from sim.model.contexts import RECORDED, check_contexts
from sim.model.record import SERIES
from sim.runs.in_contexts import settings_of
from sim.runs.own_people import finite, told_by_line
from sim.runs.simulate import MESA, Progress, engine_for


def trajectories(workplace: Workplace | str | Path, parameters: Parameters | Mapping[str, float] | None = None,
                 levers: Levers | Mapping[str, float] | None = None, runs: int = 1, seed: int = 0, engine: str = FAST, *,
                 follow_up: int = DEFAULT_FOLLOW_UP, without: Iterable[str] = (), contexts: str = RECORDED,
                 people: People | Cast | None = None, employee_class: type | None = None, steering_member_class: type | None = None,
                 manager_class: type | None = None, then: Then | None = None, progress: Progress | None = None) -> pd.DataFrame:
    """The weeks of several runs of a workplace; run for run those of simulate with the same arguments.

    Returns a row per run, unit and week: workplace, unit, run, seed, week (from the start), week_after_launch (after the planned
    launch where there was none), phase, and the series of sim.model.record.SERIES. contexts, people, then: as for simulate.
    Raises InputError for what cannot be used, before the first run.
    """
    place = workplace if isinstance(workplace, Workplace) else load_workplace(workplace)
    full, set_levers, weeks = make_parameters(parameters, without), make_levers(levers), checked_follow_up(follow_up)
    place, full, set_levers, whole = parted(place, full, set_levers, then, weeks)
    cast = cast_of(people, employee_class=employee_class, steering_member_class=steering_member_class, manager_class=manager_class)
    check_progress(progress)
    check_contexts(contexts)
    seed, runs = whole_number("seed", seed), whole_number("runs", runs, least=1)
    return weeks_of([settings_of(Setting(place, full, set_levers, seed, run, whole), 1, contexts)[0][0] for run in range(runs)], weeks,
                    engine_for(engine, cast), cast, progress)


def weeks_of(settings: Sequence[Setting], follow_up: int, engine: str, cast: Cast = SHIPPED,
             progress: Progress | None = None) -> pd.DataFrame:
    """The weeks of the first run of each setting, as trajectories gives them. engine: as engine_for gives it."""
    live = _on_mesa(cast) if engine == MESA else _compiled(engine, cast)
    frames = []
    for one in settings:
        with told_by_line(cast, one, follow_up):
            frames.append(live(one.place, one.parameters, one.levers, one.seed, one.first, follow_up, one.then).assign(
                workplace=one.place.name, run=one.first, seed=one.seed))
            if cast != SHIPPED:
                finite(frames[-1][list(SERIES)].to_numpy())
        if progress:
            progress(len(frames), len(settings))
    return pd.concat(frames, ignore_index=True)[["workplace", "unit", "run", "seed", "week", "week_after_launch", "phase", *SERIES]]


def _on_mesa(cast: Cast) -> Callable[..., pd.DataFrame]:
    from sim.model.model import InterventionModel  # Mesa is loaded for runs on Mesa only

    def live(place: Workplace, parameters: Parameters, levers: Levers, seed: int, run: int, weeks: int,
             then: Whole | None) -> pd.DataFrame:
        model = InterventionModel(place, parameters, levers, seed, replication=run, follow_up=weeks, collect=False, then=then,
                                  **cast.by_kind)
        told = model.run().trajectories()
        model.remove_all_agents()
        return told
    return live


def _compiled(engine: str, cast: Cast) -> Callable[..., pd.DataFrame]:
    from sim.kernel.engine import weekly

    def live(place: Workplace, parameters: Parameters, levers: Levers, seed: int, run: int, weeks: int,
             then: Whole | None) -> pd.DataFrame:
        lived = weekly(place, parameters, levers, seed, run, weeks, cast, engine, then)
        units, last = lived.phases.shape
        columns: dict[str, Any] = {"unit": np.repeat([unit.name for unit in place.units], last), "week": np.tile(np.arange(last), units)}
        columns["week_after_launch"] = columns["week"] - np.repeat(lived.launches, last)
        columns["phase"] = lived.phases.ravel()
        return pd.DataFrame(columns | dict(zip(SERIES, lived.series.reshape(-1, len(SERIES)).T, strict=True)))
    return live
