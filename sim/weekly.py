"""The weeks of many runs as one table, the same whatever the engine."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.draws import whole_number
from sim.levers import Levers, make_levers
from sim.parameters import Parameters, make_parameters
from sim.phases import DEFAULT_FOLLOW_UP
from sim.reading import load_workplace
from sim.record import SERIES
from sim.runs import People, Progress, check_engine
from sim.settings import checked_follow_up
from sim.workplace import Workplace


def trajectories(workplace: Workplace | str | Path, parameters: Parameters | Mapping[str, float] | None = None,
                 levers: Levers | Mapping[str, float] | None = None, runs: int = 1, seed: int = 0, engine: str = "fast", *,
                 follow_up: int = DEFAULT_FOLLOW_UP, without: Iterable[str] = (), people: People | None = None,
                 progress: Progress | None = None) -> pd.DataFrame:
    """The weeks of several runs of a workplace; run for run those of simulate with the same arguments.

    Returns a row per run, unit and week: workplace, unit, run, seed, week (from the start), week_after_launch (after the planned
    launch where there was none), phase, and the series of sim.record.SERIES.
    Raises Complaint for what cannot be used, before the first run.
    """
    place = workplace if isinstance(workplace, Workplace) else load_workplace(workplace)
    full, set_levers, weeks = make_parameters(parameters, without), make_levers(levers), checked_follow_up(follow_up)
    check_engine(engine, people)
    seed, runs = whole_number("seed", seed), whole_number("runs", runs, least=1)
    live = _on_mesa(people) if engine == "mesa" else _compiled()
    frames = []
    for run in range(runs):
        frames.append(live(place, full, set_levers, seed, run, weeks).assign(run=run))
        if progress:
            progress(run + 1, runs)
    told = pd.concat(frames, ignore_index=True).assign(workplace=place.name, seed=seed)
    return told[["workplace", "unit", "run", "seed", "week", "week_after_launch", "phase", *SERIES]]


def _on_mesa(people: People | None) -> Callable[..., pd.DataFrame]:
    from sim.model import InterventionModel  # Mesa is loaded for runs on Mesa only

    def live(place: Workplace, parameters: Parameters, levers: Levers, seed: int, run: int, weeks: int) -> pd.DataFrame:
        model = InterventionModel(place, parameters, levers, seed, replication=run, follow_up=weeks, collect=False, **(people or {}))
        told = model.run().trajectories()
        model.remove_all_agents()
        return told
    return live


def _compiled() -> Callable[..., pd.DataFrame]:
    from sim.kernel.engine import weekly

    def live(place: Workplace, *inputs: Any) -> pd.DataFrame:
        lived = weekly(place, *inputs)
        units, weeks = lived.phases.shape
        columns: dict[str, Any] = {"unit": np.repeat([unit.name for unit in place.units], weeks), "week": np.tile(np.arange(weeks), units)}
        columns["week_after_launch"] = columns["week"] - np.repeat(lived.launches, weeks)
        columns["phase"] = lived.phases.ravel()
        return pd.DataFrame(columns | dict(zip(SERIES, lived.series.reshape(-1, len(SERIES)).T, strict=True)))
    return live
