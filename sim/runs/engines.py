"""The engines by name, loaded when first asked for, and held against each other."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from sim.errors import InputError, printable
from sim.inputs.levers import Levers
from sim.inputs.parameters import Parameters
from sim.inputs.workplace import Workplace
from sim.kernel import engine as kernel
from sim.kernel.engine import Setting
from sim.model.cast import SHIPPED, Cast
from sim.model.contexts import RECORDED
from sim.model.outcome import COLUMNS
from sim.model.record import SERIES
from sim.runs.in_contexts import settings_of
from sim.runs.own_people import OUTSIDE, finite, silent, told_by_line
from sim.runs.simulate import MESA, Live, check_engine, facts_of


class Inputs(NamedTuple):
    """What an engine takes for a point. contexts: "ranges" where each run draws what is not known of the place; one way for all points."""

    place: Workplace
    parameters: Parameters
    levers: Levers
    cast: Cast = SHIPPED
    contexts: str = RECORDED

    def settings(self, seed: int, first: int, runs: int) -> tuple[list[Setting], int]:
        """What so many runs are lived with, and the runs of each setting."""
        return settings_of(Setting(*self[:3], seed, first), runs, self.contexts)


Piece = tuple[int, np.ndarray | str]  # of runs one after another: the number of the first, and their facts or why it failed


def engine_facts(name: str, cast: Cast = SHIPPED) -> Live:
    """What an engine hands over of runs of these people; raises InputError for an unknown engine or one that is not installed."""
    return facts_of(check_engine(name), cast)


def releases_the_lock(name: str) -> bool:
    """Whether threads are enough to use several cores with this engine."""
    return name != MESA


def tables_of_facts(engine: str, points: Sequence[Inputs], seed: int, weeks: list[int], first: int, last: int) -> list[np.ndarray]:
    """Facts of runs first to last - 1 of each of some points of the same people, float64 of shape (runs, follow-ups x units, COLUMNS).

    Raises FloatingPointError when an engine hands over what is no finite number.
    """
    live = engine_facts(engine, points[0].cast)
    settings, runs = zip(*(point.settings(seed, first, last - first) for point in points), strict=True)
    facts = np.asarray(live([one for some in settings for one in some], weeks, runs[0]), float)
    ends = np.cumsum([(last - first) * len(weeks) * len(point.place.units) for point in points])
    tables = [part.reshape(last - first, -1, len(COLUMNS)) for part in np.split(facts, ends[:-1])]
    if not np.isfinite(facts).all():
        run, _, column = next(where for table in tables for where in np.argwhere(~np.isfinite(table)).tolist())
        raise FloatingPointError(f"run {first + run}: {COLUMNS[column]} is no finite number")
    return tables


def pieces_of_facts(engine: str, points: Sequence[Inputs], seed: int, weeks: list[int], first: int, last: int) -> list[list[Piece]]:
    """Facts of runs first to last - 1 of each of some points of the same people, as tables_of_facts.

    All are run together. Where that fails they are halved, points first, until the runs that fail are found; these give their reasons.
    """
    if first == last or not points:
        return [[] for _ in points]
    run = partial(pieces_of_facts, engine, seed=seed, weeks=weeks)
    try:
        return [[(first, table)] for table in tables_of_facts(engine, points, seed, weeks, first, last)]
    except OUTSIDE:
        raise
    except Exception as error:
        if len(points) > 1:
            middle = len(points) // 2
            return run(points[:middle], first=first, last=last) + run(points[middle:], first=first, last=last)
        if last - first > 1:
            middle = (first + last) // 2
            return [run(points, first=first, last=middle)[0] + run(points, first=middle, last=last)[0]]
        return [[(first, reason_of(error, points[0].place))]]


def weekly_series(engine: str, inputs: Inputs, seed: int, run: int, follow_up: int, names: Sequence[str]) -> np.ndarray:
    """Chosen weekly series of one run, float64 of shape (units, weeks, names)."""
    ((place, parameters, levers, *_),), cast = inputs.settings(seed, run, 1)[0], inputs.cast
    with told_by_line(cast, Setting(place, parameters, levers, seed, run), follow_up):
        if engine != MESA:
            chosen = [list(SERIES).index(name) for name in names]
            return finite(kernel.weekly(place, parameters, levers, seed, run, follow_up, cast, engine).series)[:, :, chosen]
        from sim.model.model import InterventionModel
        model = InterventionModel(place, parameters, levers, seed, replication=run, follow_up=follow_up, collect=False,
                                  **cast.by_kind).run()
        lived = [[unit.record.series[name] for name in names] for unit in model.units]
        model.remove_all_agents()
        return finite(np.array(lived, float).transpose(0, 2, 1))


def check_engines_agree(engine: str, chosen: Sequence[tuple[int, Inputs]], seed: int, weeks: list[int]) -> int:
    """Replay run r of the r-th chosen point on the Mesa engine; of a study on that engine, see whether a run can be made at all.

    chosen: numbers of points and their inputs. Returns how many runs were made; one that fails on every engine is left to the study.
    Raises InputError when a single float64 differs, when a run can be made on one engine alone, or when none can be made.
    """
    compared, why = 0, ""
    for run, (point, inputs) in enumerate(chosen):
        ours, *other = (_replayed(name, inputs, seed, weeks, run) for name in dict.fromkeys((engine, MESA)))
        mesa = other[0] if other else ours
        if isinstance(ours, str) and isinstance(mesa, str):
            why = why or f"run {run} of point {point} fails with {ours}"
            continue
        if isinstance(ours, str) or isinstance(mesa, str):
            broken, sound, reason = (engine, MESA, ours) if isinstance(ours, str) else (MESA, engine, mesa)
            raise InputError(f"engine '{broken}' cannot make run {run} of point {point}, engine '{sound}' can: {reason}; nothing was run")
        compared += 1
        if not other:
            return compared
        if ours.tobytes() != mesa.tobytes():
            row, column = (int(i) for i in np.argwhere(ours[0] != mesa[0])[0])
            raise InputError(f"engines '{engine}' and '{MESA}' differ in run {run} of point {point}: {COLUMNS[column]} is "
                            f"{ours[0, row, column]!r} and {mesa[0, row, column]!r}; nothing was run")
    if why and not compared:
        raise InputError(f"no run can be made: {why}; nothing was run")
    return compared


def _replayed(engine: str, inputs: Inputs, seed: int, weeks: list[int], run: int) -> np.ndarray | str:
    """The facts of a run, or why it fails."""
    try:
        return tables_of_facts(engine, [inputs], seed, weeks, run, run + 1)[0]
    except OUTSIDE:
        raise
    except Exception as error:
        return reason_of(error, inputs.place, 120)


def reason_of(error: Exception, place: Workplace, most: int = 300) -> str:
    """Why a run of a workplace failed, on one line of at most so many characters."""
    return silent(error) if place.known_people else printable(f"{type(error).__name__}: {' '.join(str(error).split())[:most]}")

