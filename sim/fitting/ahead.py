"""From here on: runs drawn by their weight, each with the history that fits what was observed, and what becomes of them.

Whatever is asked, up to the last observation a run is to the last bit the one that was weighted: worlds part only after it.
"""

from collections.abc import Iterable, Mapping
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sim.errors import InputError, names_of, whole_number
from sim.fitting.result import FitResult
from sim.fitting.weights import slots
from sim.inputs.levers import LEVERS, Levers, make_levers
from sim.inputs.parameters import make_parameters
from sim.inputs.phases import DEFAULT_FOLLOW_UP, LAUNCH_WEEK
from sim.inputs.settings import checked_follow_up, with_context
from sim.inputs.then import Then
from sim.kernel.engine import FAST, Setting
from sim.model.outcome import outcome_frame
from sim.model.still_open import can_act
from sim.runs.many import facts_of_many, seen_of_many
from sim.runs.simulate import Progress

MOST = 500  # runs, as many as the fit is worth where that is fewer


class Change(NamedTuple):
    """What is other after the last observation: levers and parameters by name, entries of the workplace, mechanisms switched off."""

    levers: Levers | Mapping[str, float] | None = None
    parameters: Mapping[str, float] = {}
    context: Mapping[str, Any] = {}
    without: Iterable[str] = ()


class Going(NamedTuple):
    """Runs that go on: their members by place in the fit, what they began with, and the week of each in which worlds may part."""

    members: list[int]
    begun: list[Setting]
    weeks: list[int]


def going(found: FitResult, most: int = MOST, seed: int = 0) -> Going:
    """Runs by their weight, as many as the fit is worth, since more would look surer than it is."""
    count = min(whole_number("runs", most, least=2), int(found.effective))
    members, runs = slots(found.run_weights, count, 1, whole_number("seed", seed))
    pairs = list(zip(members.tolist(), runs[:, 0].tolist(), strict=True))
    return Going(members.tolist(), [found.ground.setting(*pair) for pair in pairs], [int(found.particles.until[pair]) for pair in pairs])


def ahead(found: FitResult, change: Change = Change(), *, most: int = MOST, seed: int = 0, follow_up: int = DEFAULT_FOLLOW_UP,  # noqa: B008
          workers: int = 2, progress: Progress | None = None) -> pd.DataFrame:
    """What becomes of a workplace in the runs that fit what was observed there, with what is changed from the week after on.

    Returns a row per run and unit, as sim.simulate does; set is the number of the member. Rows of two calls pair, one by one: the same
    people with the same luck and the same history. Raises InputError for what cannot be used, a follow-up that is not after the last
    observation, and a lever that can change nothing any more.
    """
    weeks = checked_follow_up(follow_up)
    check_after(found, weeks)
    check_open(found, change, most, seed)
    some = going(found, most, seed)
    settings = [otherwise(one, week, change) for one, week in zip(some.begun, some.weeks, strict=True)]
    frame = outcome_frame(facts_of_many(FAST, settings, [weeks], 1, workers=workers, progress=progress))
    names = [unit.name for unit in found.ground.place.units]
    labels: dict[str, Any] = {"workplace": found.ground.place.name, "unit": names * len(settings),
                              "set": np.repeat([found.ground.numbers[one] for one in some.members], len(names)),
                              "run": np.repeat(np.arange(len(settings)), len(names)), "seed": found.ground.seed, "follow_up": weeks}
    for position, (name, values) in enumerate(labels.items()):
        frame.insert(position, name, values)
    return frame


def otherwise(begun: Setting, week: int, change: Change) -> Setting:
    """The run with what is other from a week on; one of week 0 begins with it."""
    parameters = make_parameters({**begun.parameters.model_dump(), **change.parameters}, names_of("without", change.without))
    then = Then(week, levers=change.levers, parameters=parameters, workplace=with_context(begun.place, change.context))
    whole = then.after(*begun[:3])
    if not week:
        return begun._replace(place=whole.workplace, parameters=whole.parameters, levers=whole.levers)
    return begun._replace(then=whole)


def check_after(found: FitResult, follow_up: int) -> None:
    """Raises InputError for a follow-up at or before the last observation, where nothing is left to happen."""
    start = LAUNCH_WEEK + int(found.ground.levers.trust_first_weeks)
    last = max(one.after_launch if one.after_launch is not None else (one.week or 0) + 1 - start for one in found.observed)
    if follow_up <= last:
        raise InputError(f"follow-up {follow_up} weeks after launch is not after the last observation, {last} weeks after launch; "
                         f"give {last + 1} or more")


def still_open(found: FitResult, most: int = MOST, seed: int = 0, restarts: bool = False) -> dict[str, float]:
    """For each lever in how many of the runs that go on it can still change something in some unit, 0-1."""
    some, units = going(found, most, seed), len(found.ground.place.units)
    at = np.array(some.weeks)
    counts = dict.fromkeys(LEVERS, 0)
    for week in sorted(set(some.weeks)):
        alike = np.flatnonzero(at == week)
        if not week:
            counts = {name: count + len(alike) for name, count in counts.items()}
            continue
        stands = seen_of_many(FAST, [some.begun[one] for one in alike], [week - 1]).stands
        for run in range(len(alike)):
            rows = [SimpleNamespace(week=week, **{name: int(values[run * units + unit]) for name, values in stands.items()})
                    for unit in range(units)]
            counts = {name: count + any(can_act(name, row, restarts) for row in rows) for name, count in counts.items()}
    return {name: count / len(at) for name, count in counts.items()}


def check_open(found: FitResult, change: Change, most: int = MOST, seed: int = 0) -> None:
    """Raises InputError for a lever that is asked for and can change nothing any more, and says which can."""
    pulled = make_levers(change.levers).model_dump(exclude_defaults=True)
    if not pulled:
        return
    left = still_open(found, most, seed, restarts=bool(pulled.get("restart") or found.ground.levers.restart))
    over = [name for name in pulled if not left[name]]
    if over:
        rest = ", ".join(name for name, share in left.items() if share) or "none"
        raise InputError(f"lever {over[0]} can change nothing any more after the last observation, week {found.last_week}; "
                         f"still open: {rest}")
