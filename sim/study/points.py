"""A point of a study: one workplace under one setting of context, parameters and levers."""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import isnan
from pathlib import Path

import numpy as np

from sim.errors import InputError, no_such
from sim.inputs.levers import Levers, make_levers
from sim.inputs.parameters import Parameters, make_parameters
from sim.inputs.settings import sort_settings, with_context
from sim.inputs.uncertain import told
from sim.inputs.workplace import Workplace
from sim.model.cast import SHIPPED, Cast
from sim.model.contexts import RANGES, RECORDED
from sim.runs.engines import Inputs
from sim.study.people_files import PeopleFile

KEPT = 128  # of each of the latest parts of points
CHECKED = 20_000  # points that are checked one by one; of more, the ends of every range and as many in between


@dataclass(frozen=True)
class Points:
    """All points of a study as a table.

    which: the workplace of each point, as its place in places; shape (points,).
    values: float64 of shape (points, names), nan where a point leaves a setting as recorded. cast: whose people. contexts: "ranges" where
    each run draws what is not known of its workplace. people: what is kept of the people file of each workplace; without, there is none.
    """

    places: tuple[Workplace, ...]
    which: np.ndarray
    names: tuple[str, ...]
    values: np.ndarray
    cast: Cast = SHIPPED
    contexts: str = RECORDED
    people: tuple[PeopleFile | None, ...] = ()

    def __len__(self) -> int:
        return len(self.which)

    def place(self, point: int) -> Workplace:
        """The workplace of a point, before its settings."""
        return self.places[int(self.which[point])]

    def settings(self, point: int) -> dict[str, float]:
        """The settings of a point by dotted name; -0.0 and 0.0 are one setting."""
        return {name: value + 0.0 for name, value in zip(self.names, self.values[point].tolist(), strict=True) if not isnan(value)}

    def inputs(self, point: int) -> Inputs:
        """Workplace, parameters and levers of a point; raises InputError for what cannot be."""
        parameters, levers, context = (tuple(some.items()) for some in sort_settings(self.settings(point)))
        place_of, parameters_of, levers_of = self._made
        return Inputs(place_of(int(self.which[point]), context), parameters_of(parameters), levers_of(levers), self.cast, self.contexts)

    @cached_property
    def _made(self) -> tuple[Callable[..., Workplace], Callable[..., Parameters], Callable[..., Levers]]:
        """What makes workplaces, parameters and levers of settings; designs have the same in many points, one soon after the other."""
        kept = lru_cache(KEPT)
        return (kept(lambda which, context: with_context(self.places[which], dict(context))),
                kept(lambda parameters: make_parameters(dict(parameters))), kept(lambda levers: make_levers(dict(levers))))

    @cached_property
    def heads(self) -> list[str]:
        """Each workplace as a text, with what is not known of it where that is drawn, and the digest of its people file."""
        more = [json.dumps(told(place)) if self.contexts == RANGES else "" for place in self.places]
        whose = [one.digest if one else "" for one in self.people] or [""] * len(self.places)
        return ["".join([place.model_dump_json(), *rest]) for place, *rest in zip(self.places, more, whose, strict=True)]

    @property
    def people_files(self) -> dict[str, PeopleFile | None]:
        """What is kept of the people file of each workplace, by its name."""
        return {place.name: one for place, one in zip(self.places, self.people or [None] * len(self.places), strict=True)}

    def digest(self, first: int = 0, last: int | None = None) -> str:
        """A digest of points first to last - 1: their workplaces and settings, in whatever order these stand in the table."""
        order, which = np.argsort(self.names), self.which[first:last]
        table = self.values[first:last, order] + 0.0
        used = sorted(np.unique(which).tolist(), key=lambda place: self.places[place].name)
        rank = np.zeros(len(self.places), np.int64)
        rank[used] = np.arange(len(used))
        made = hashlib.sha256(json.dumps([[self.names[i] for i in order], [self.heads[place] for place in used]]).encode())
        made.update(rank[which].tobytes())
        made.update(np.where(np.isnan(table), np.nan, table).tobytes())
        return made.hexdigest()

    def keys(self) -> list[tuple[str, bytes]]:
        """What makes each point that point: workplace and settings, whatever the order of the names."""
        order = np.argsort(self.names)
        names, table = [self.names[i] for i in order], self.values[:, order] + 0.0  # -0.0 and 0.0 are one setting
        heads = [head + "".join(names) for head in self.heads]
        return [(heads[which], row.tobytes()) for which, row in zip(self.which, table, strict=True)]

    def words(self, point: int) -> str:
        """A point in words, for a complaint."""
        some = [f"{name} = {value:g}" for name, value in self.settings(point).items()]
        return ", ".join([self.place(point).name, *some[:3], *(["..."] if len(some) > 3 else [])])


def chosen_units(places: Iterable[Workplace], unit: str) -> list[str]:
    """The names of all units of some workplaces, or the one that is asked for; raises InputError when there is none of that name."""
    names = list(dict.fromkeys(one.name for place in places for one in place.units))
    if unit and unit not in names:
        raise InputError(no_such("unit", unit, names))
    return [unit] if unit else names


def check_points(points: Points, origin: Path) -> int:
    """Build every point once, before the first run.

    Returns the largest number of employees among them. Raises InputError that names the point.
    """
    keys = points.keys()
    if len(set(keys)) < len(keys):
        seen: dict[tuple[str, bytes], int] = {}
        twice = next(i for i, key in enumerate(keys) if seen.setdefault(key, i) != i)
        raise InputError(f"{origin}: point {twice + 1} is the same as point {seen[keys[twice]] + 1} ({points.words(twice)})")
    largest = 0
    for point in _to_check(points):
        try:
            place = points.inputs(point).place
        except InputError as complaint:
            raise InputError(f"{origin}: point {point + 1} ({points.words(point)}): {complaint}") from None
        largest = max(largest, sum(unit.employees for unit in place.units))
    return largest


def _to_check(points: Points) -> list[int]:
    if len(points) <= CHECKED:
        return list(range(len(points)))
    spread = np.linspace(0, len(points) - 1, CHECKED).astype(int)
    ends = [pick(column) for column in points.values.T if not np.isnan(column).all() for pick in (np.nanargmin, np.nanargmax)]
    return sorted({*spread.tolist(), *(int(end) for end in ends)})
