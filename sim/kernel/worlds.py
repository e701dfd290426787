"""What a form of the kernel is given, from what people hand in, and what comes back of it."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.inputs.levers import Levers
from sim.inputs.parameters import Parameters
from sim.inputs.phases import AT_REST, LAUNCH_WEEK, PHASES
from sim.inputs.then import Whole
from sim.inputs.workplace import Workplace
from sim.kernel import layout
from sim.model.cast import SHIPPED, Cast
from sim.model.outcome import COLUMNS
from sim.model.record import SERIES

# worlds, runs of each, follow-ups, whether every week is written, whose people -> weeks that the last run lived
Kernel = Callable[[layout.Worlds, int, np.ndarray, bool, Cast], int]


class Setting(NamedTuple):
    """What is run: a workplace under a parameter set and levers, the seed of its draws, and the number of its first run.

    then: what a run goes on with from a week on, which is 1 or later (sim.inputs.then.parted).
    """

    place: Workplace
    parameters: Parameters
    levers: Levers
    seed: int = 0
    first: int = 0
    then: Whole | None = None


def person_weeks(place: Workplace, follow_up: int) -> int:
    """What a run comes to in people and weeks."""
    return sum(unit.employees for unit in place.units) * (LAUNCH_WEEK + follow_up)


def new_worlds(settings: Sequence[Setting], follow_up: int, rows: int, cast: Cast = SHIPPED, until: int | None = None) -> layout.Worlds:
    """Room for runs of each setting, and for rows of facts of each of its units.

    until: runs stop after so many weeks, and lines, sessions and states of each setting have room of their own.
    """
    parting = [(one, one.then) for one in settings if one.then is not None]
    sets, whose = _distinct([*((one.parameters,) for one in settings), *((then.parameters,) for _, then in parting)])
    places, which = _distinct([*((one.place, one.levers) for one in settings),
                               *((then.workplace, then.levers, one.place, one.levers) for one, then in parting)])
    most = until or most_weeks(max(levers.trust_first_weeks for _, levers, *_ in places),
                               max(parameters.listening_weeks for parameters, in sets), follow_up)
    told, seeds = np.repeat([rows, 0], [len(settings), len(parting)]), [*(one.seed for one in settings), *(one.seed for one, _ in parting)]
    worlds = layout.new_worlds(layout.pack_parameters(parameters for parameters, in sets)[whose],
                               layout.pack_runs((levers for _, levers, *_ in places), which, seeds),
                               [layout.pack_units(*place) for place in places], which, most, told, cast)
    if until is not None:
        worlds = _in_rooms_of_their_own(worlds, settings)
    worlds.records["first_run"][:len(settings)] = [one.first for one in settings]
    return _with_parting(worlds, settings) if parting else worlds


def _with_parting(worlds: layout.Worlds, settings: Sequence[Setting]) -> layout.Worlds:
    """The same worlds, of which the last are those that others go on in, and then live in the room of these."""
    records, then = worlds.records[:len(settings)], worlds.records[len(settings):].copy()
    parts = np.array([one.then is not None for one in settings])
    for name in ("states", "facts", "lines", "history"):
        then[name] = records[name][parts]
    records["then"][parts] = then.ctypes.data + layout.WORLD.itemsize * np.arange(len(then))
    records["from_week"] = [0 if one.then is None or one.then.week >= stop else one.then.week
                            for one, stop in zip(settings, records["stop"].tolist(), strict=True)]
    return layout.Worlds(records, {**worlds.blocks, "then": then})


def _in_rooms_of_their_own(worlds: layout.Worlds, settings: Sequence[Setting]) -> layout.Worlds:
    """The same worlds, with lines, sessions and states of each of the settings in a room that no other lives in."""
    records, blocks = worlds.records, dict(worlds.blocks)
    units = np.array([len(one.place.units) for one in settings])
    practices = np.array([sum(len(unit.practices) for unit in one.place.units) for one in settings])
    first = (records["states"][:len(settings)] - blocks["states"].ctypes.data) // blocks["states"].itemsize
    rows = np.repeat(first - (np.cumsum(units) - units), units) + np.arange(units.sum())
    rooms = {"states": (units, blocks["states"][rows]), "lines": (units, np.zeros((units.sum(), blocks["lines"].shape[1]), layout.LINE_ROW)),
             "history": (practices, np.zeros((practices.sum(), blocks["history"].shape[1]), layout.WHOLE))}
    for name, (many, room) in rooms.items():
        records[name][:len(settings)] = room.ctypes.data + room.strides[0] * (np.cumsum(many) - many)
        blocks[name] = room
    return layout.Worlds(records, blocks)


def most_weeks(trust_first_weeks: float, listening_weeks: float, follow_up: int) -> int:
    """How many weeks a run can have at most, if the design begins again."""
    return 2 * (LAUNCH_WEEK + 1) + int(trust_first_weeks) + int(listening_weeks) + 2 + follow_up


def _distinct(some: Iterable[tuple[Any, ...]]) -> tuple[list[tuple[Any, ...]], np.ndarray]:
    """Those that are not the same objects, and for each of all its place among them."""
    found: dict[tuple[int, ...], tuple[Any, ...]] = {}
    places: dict[tuple[int, ...], int] = {}
    which = []
    for one in some:
        key = tuple(map(id, one))
        found.setdefault(key, one)
        which.append(places.setdefault(key, len(places)))
    return list(found.values()), np.array(which)


def facts_by(kernel: Kernel, settings: Sequence[Setting], weeks: list[int], runs: int, cast: Cast = SHIPPED) -> np.ndarray:
    """Facts of so many runs of each setting, as sim.kernel.engine.facts_of_many."""
    worlds = new_worlds(settings, weeks[-1], runs * len(weeks), cast)
    kernel(worlds, runs, np.asarray(weeks, np.int64), False, cast)
    return worlds.blocks["facts"].view(float).reshape(-1, len(COLUMNS))


class Weeks(NamedTuple):
    """The weeks of one run, and its facts at follow-up.

    facts: float64 of shape (units, len(COLUMNS)). series: float64 of shape (units, weeks, series), series in the order of
    sim.model.record.SERIES. phases: their names, of shape (units, weeks). launches: for each unit the week of the run from which
    follow-up is counted. held: sessions held, of shape (practices of all units, weeks since launch). let_go: for each practice the
    week of the run in which it was stopped, -1 for none.
    """

    facts: np.ndarray
    series: np.ndarray
    phases: np.ndarray
    launches: np.ndarray
    held: np.ndarray
    let_go: np.ndarray


def weeks_by(kernel: Kernel, setting: Setting, follow_up: int, cast: Cast = SHIPPED) -> Weeks:
    """The weeks of the first run of a setting."""
    worlds = new_worlds([setting], follow_up, 1, cast)
    weeks = kernel(worlds, 1, np.asarray([follow_up], np.int64), True, cast)
    lines, states = worlds.blocks["lines"][:, 1:weeks + 1], worlds.blocks["states"][:len(setting.place.units)]
    launched = states["unit.launch_week"] >= 0
    return Weeks(worlds.blocks["facts"].view(float).reshape(-1, len(COLUMNS)), np.stack([lines[name] for name in SERIES], axis=-1),
                 np.array([*(phase.name for phase in PHASES), AT_REST], object)[lines["phase"]],
                 np.where(launched, states["unit.launch_week"], states["unit.cycle_start"] + LAUNCH_WEEK),
                 worlds.blocks["history"], worlds.blocks["practices"]["stopped_week"])
