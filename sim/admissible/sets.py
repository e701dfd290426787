"""Runs of a workplace under each of some sets of assumptions that the study allows.

A set is a member of an ensemble: how people behave, and values for what was read from words of the workplace. Sets are drawn by the
seed, without putting back, each as likely as any other. Each has luck of its own, and the same luck and the same workplace in every
world that is compared, so that what is common to all sets is not the luck of a few runs.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.admissible import SETS
from sim.calibration.drawn import Drawn, draw
from sim.calibration.members import RANGES
from sim.errors import InputError, check_progress, names_of, whole_number
from sim.inputs.levers import Levers, make_levers
from sim.inputs.parameters import make_parameters
from sim.inputs.phases import DEFAULT_FOLLOW_UP
from sim.inputs.reading import load_workplace
from sim.inputs.settings import checked_follow_up
from sim.inputs.then import Then, parted
from sim.inputs.workplace import Workplace
from sim.kernel.engine import Setting
from sim.model.cast import Cast, People, cast_of
from sim.model.outcome import outcome_frame
from sim.runs.many import APART, facts_of_many
from sim.runs.simulate import Progress, engine_for

RUNS = 50  # of each set; more move the share of sets that say "no clear change", hardly the range


def over_admissible(workplace: Workplace | str | Path, parameters: Mapping[str, float] | None = None,
                    levers: Levers | Mapping[str, float] | None = None, *, sets: int = SETS, runs: int = RUNS, seed: int = 0,
                    follow_up: int = DEFAULT_FOLLOW_UP, without: Iterable[str] = (), workers: int = 2,
                    ensemble: str | Path | None = None, contexts: str = RANGES, progress: Progress | None = None,
                    people: People | Cast | None = None, then: Then | None = None) -> pd.DataFrame:
    """Run a workplace under each of some sets of assumptions that the study allows, on the compiled engine.

    parameters: values by name that hold in every set. sets, runs: how many sets (all where there are fewer), and runs of each.
    without: mechanisms switched off in every set. workers: threads; the result does not depend on them. ensemble: the folder of one
    that takehold calibrate made, instead of the shipped one. contexts: "recorded" leaves the workplace as it is in every set.
    people: classes of one's own, as for sim.simulate. then: what is other from a week on, in every set.
    progress: called with sets done and sets in all.
    Returns a row per set, run and unit: workplace, unit, set (its number in the ensemble), run, seed, follow_up, and the measures of
    outcome.MEASURES and HOURS. Two calls that differ in levers, parameters or mechanisms alone share their draws, row by row.
    Raises InputError for what cannot be used, before the first run.
    """
    place = workplace if isinstance(workplace, Workplace) else load_workplace(workplace)
    if parameters is not None and not isinstance(parameters, Mapping):
        raise InputError("parameters of over_admissible are values by name, which hold in every set; a whole set leaves nothing to vary")
    off, chosen, weeks = names_of("without", without), make_levers(levers), checked_follow_up(follow_up)
    make_parameters(parameters, off)
    sets, runs = whole_number("sets", sets, least=1), whole_number("runs", runs, least=2)
    seed, workers = whole_number("seed", seed), whole_number("workers", workers, least=1)
    if runs > APART:
        raise InputError(f"runs = {runs} is more than each set may have: 2 to {APART}")
    check_progress(progress)
    members, cast = draw(sets, seed, ensemble, contexts).sorted(), cast_of(people)
    settings = settings_of(members, place, parameters or {}, chosen, off, then, weeks)
    facts = facts_of_many(engine_for("fast", cast), settings, [weeks], runs, cast, workers, progress)
    frame, units = outcome_frame(facts), [unit.name for unit in place.units]
    numbers = np.concatenate([APART * number + np.arange(runs) for number in range(len(members))])
    labels: dict[str, Any] = {"workplace": place.name, "unit": units * len(numbers), "set": np.repeat(members.numbers, runs * len(units)),
                              "run": np.repeat(numbers, len(units)), "seed": seed, "follow_up": weeks}
    for position, (name, values) in enumerate(labels.items()):
        frame.insert(position, name, values)
    return frame


def settings_of(members: Drawn, place: Workplace, parameters: Mapping[str, float], levers: Levers, without: Iterable[str],
                then: Then | None, follow_up: int) -> list[Setting]:
    """What each set is lived with: its behaviour and its workplace, under luck of its own."""
    begun = [parted(where, make_parameters({**behaviour.model_dump(), **parameters}, without), levers, after, follow_up)
             for behaviour, where, after in zip(members.parameters, members.places(place), _afters(then, members), strict=True)]
    return [Setting(*one[:3], members.seed, APART * at, one[3]) for at, one in enumerate(begun)]


def _afters(then: Then | None, members: Drawn) -> list[Then | None]:
    """What is other from a week on in each set; of a workplace given there, each takes the entries that it takes of the first."""
    if not isinstance(then, Then) or then.workplace is None:
        return [then] * len(members)
    other = then.workplace if isinstance(then.workplace, Workplace) else load_workplace(then.workplace)
    return [replace(then, workplace=where) for where in members.places(other)]
