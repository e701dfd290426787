"""A point of a study: one workplace under one setting of context, parameters and levers."""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sim.complaints import Complaint
from sim.levers import Levers, make_levers
from sim.parameters import Parameters, make_parameters
from sim.settings import sort_settings, with_context
from sim.workplace import Workplace

CHECKED = 20_000  # points that are checked one by one; of more, the ends of every range and as many in between


class Inputs(NamedTuple):
    """What an engine takes for a point."""

    place: Workplace
    parameters: Parameters
    levers: Levers


@dataclass(frozen=True)
class Points:
    """All points of a study as a table.

    which: the workplace of each point, as its place in places; shape (points,).
    values: float64 of shape (points, names), nan where a point leaves a setting as recorded.
    """

    places: tuple[Workplace, ...]
    which: np.ndarray
    names: tuple[str, ...]
    values: np.ndarray

    def __len__(self) -> int:
        return len(self.which)

    def place(self, point: int) -> Workplace:
        """The workplace of a point, before its settings."""
        return self.places[int(self.which[point])]

    def settings(self, point: int) -> dict[str, float]:
        """The settings of a point by dotted name."""
        return {name: float(value) for name, value in zip(self.names, self.values[point], strict=True) if not np.isnan(value)}

    def inputs(self, point: int) -> Inputs:
        """Workplace, parameters and levers of a point; raises Complaint for what cannot be."""
        parameters, levers, context = sort_settings(self.settings(point))
        return Inputs(with_context(self.place(point), context), make_parameters(parameters), make_levers(levers))

    def keys(self) -> list[tuple[str, bytes]]:
        """What makes each point that point: workplace and settings, whatever the order of the names."""
        order = np.argsort(self.names)
        names, table = [self.names[i] for i in order], self.values[:, order] + 0.0  # -0.0 and 0.0 are one setting
        heads = [place.model_dump_json() + "".join(names) for place in self.places]
        return [(heads[which], row.tobytes()) for which, row in zip(self.which, table, strict=True)]

    def words(self, point: int) -> str:
        """A point in words, for a complaint."""
        some = [f"{name} = {value:g}" for name, value in self.settings(point).items()]
        return ", ".join([self.place(point).name, *some[:3], *(["..."] if len(some) > 3 else [])])


def check_points(points: Points, origin: Path) -> int:
    """Build every point once, before the first run.

    Returns the largest number of employees among them. Raises Complaint that names the point.
    """
    keys = points.keys()
    if len(set(keys)) < len(keys):
        seen: dict[tuple[str, bytes], int] = {}
        twice = next(i for i, key in enumerate(keys) if seen.setdefault(key, i) != i)
        raise Complaint(f"{origin}: point {twice + 1} is the same as point {seen[keys[twice]] + 1} ({points.words(twice)})")
    largest = 0
    for point in _to_check(points):
        try:
            place = points.inputs(point).place
        except Complaint as complaint:
            raise Complaint(f"{origin}: point {point + 1} ({points.words(point)}): {complaint}") from None
        largest = max(largest, sum(unit.employees for unit in place.units))
    return largest


def _to_check(points: Points) -> list[int]:
    if len(points) <= CHECKED:
        return list(range(len(points)))
    spread = np.linspace(0, len(points) - 1, CHECKED).astype(int)
    ends = [pick(column) for column in points.values.T if not np.isnan(column).all() for pick in (np.nanargmin, np.nanargmax)]
    return sorted({*spread.tolist(), *(int(end) for end in ends)})
