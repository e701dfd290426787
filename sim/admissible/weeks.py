"""The weeks of runs under each of some sets of assumptions that the study allows: what chance, behaviour and contexts make together."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from sim.admissible import SETS
from sim.admissible.sets import settings_of
from sim.calibration.drawn import draw
from sim.calibration.members import RANGES
from sim.errors import InputError, check_progress, names_of, whole_number
from sim.inputs.levers import Levers, make_levers
from sim.inputs.parameters import make_parameters
from sim.inputs.phases import DEFAULT_FOLLOW_UP
from sim.inputs.reading import load_workplace
from sim.inputs.settings import checked_follow_up
from sim.inputs.workplace import Workplace
from sim.model.cast import Cast, People, cast_of
from sim.runs.many import APART
from sim.runs.simulate import Progress, engine_for
from sim.runs.trajectories import weeks_of

RUNS = 5  # of each set


def weeks_over_admissible(workplace: Workplace | str | Path, parameters: Mapping[str, float] | None = None,
                          levers: Levers | Mapping[str, float] | None = None, *, sets: int = SETS, runs: int = RUNS, seed: int = 0,
                          follow_up: int = DEFAULT_FOLLOW_UP, without: Iterable[str] = (), ensemble: str | Path | None = None,
                          contexts: str = RANGES, progress: Progress | None = None,
                          people: People | Cast | None = None) -> pd.DataFrame:
    """The weeks of runs under each of some sets; run for run those of over_admissible with the same arguments, which are told there.

    Returns a row per set, run, unit and week: the columns of sim.trajectories, and set. Raises InputError as over_admissible.
    """
    place = workplace if isinstance(workplace, Workplace) else load_workplace(workplace)
    if parameters is not None and not isinstance(parameters, Mapping):
        raise InputError("parameters of weeks_over_admissible are values by name, for every set; a whole set leaves nothing to vary")
    off, chosen, weeks = names_of("without", without), make_levers(levers), checked_follow_up(follow_up)
    make_parameters(parameters, off)
    sets, runs, seed = whole_number("sets", sets, least=1), whole_number("runs", runs, least=1), whole_number("seed", seed)
    if runs > APART:
        raise InputError(f"runs = {runs} is more than each set may have: 1 to {APART}")
    check_progress(progress)
    members, cast = draw(sets, seed, ensemble, contexts).sorted(), cast_of(people)
    settings = [one._replace(first=one.first + run) for one in settings_of(members, place, parameters or {}, chosen, off, None, weeks)
                for run in range(runs)]
    rows = weeks_of(settings, weeks, engine_for("fast", cast), cast, progress)
    rows.insert(2, "set", rows["run"].floordiv(APART).map(dict(enumerate(members.numbers))))
    return rows
