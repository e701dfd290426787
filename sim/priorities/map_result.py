"""What a map holds: its axes, and which lever comes first in each cell."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from sim.calibration.spread import Spread
from sim.inputs.workplace import Workplace
from sim.model.intervals import Estimate
from sim.observations import answers
from sim.priorities.measures import Aim
from sim.priorities.packages import Package
from sim.priorities.ranking_result import bounds, to_see
from sim.priorities.trust_claim import Answer
from sim.priorities.verdict import cannot_say

TRUST = "trust_in_leader"


class Axis(NamedTuple):
    """A setting by its dotted name, and the values it takes."""

    name: str
    values: tuple[float, ...]

    @property
    def ends(self) -> tuple[float, float]:
        """The first and the last of them."""
        return self.values[0], self.values[-1]


@dataclass(frozen=True)
class Cell:
    """One pair of settings: packages best first with the change they make, in the measure's own sign, and those that cannot be told
    apart from the best. Intervals hold for all levers of all cells at once. spread: what the spread of what the highest lever changes
    goes back to, and helpful: the observations that would help most where the model cannot say; both told in the corners of a map.
    """

    x: float
    y: float
    gains: dict[Package, Estimate]
    rivals: tuple[Package, ...]
    decided: bool
    aim: Aim
    spread: Spread | None = None
    helpful: tuple[answers.Answer, ...] | None = None

    @property
    def best(self) -> Package:
        """The lever that comes first, or nothing."""
        return next(iter(self.gains))

    @property
    def highest(self) -> Package:
        """The lever that stands highest, whether or not it is clearly better than nothing."""
        return next(one for one in self.gains if one)

    @property
    def cannot_say(self) -> bool:
        """Whether more than a handful cannot be told apart."""
        return not self.decided and cannot_say(len(self.rivals))

    def as_record(self) -> dict[str, Any]:
        """Plain numbers; doing nothing is an empty name."""
        return {"x": self.x, "y": self.y, "first": lever(self.best), "gain": self.gains[self.best].value,
                "interval": bounds(self.gains[self.best]), "moves": self.aim.measure.moves(self.gains[self.best].value),
                "judged": self.aim.measure.judged(self.gains[self.best].value) or None, "decided": self.decided,
                "cannot_say": self.cannot_say, "not_separated": [lever(one) for one in self.rivals],
                "levers": [{"lever": lever(one), "gain": gain.value, "interval": bounds(gain)} for one, gain in self.gains.items()],
                "spread": self.spread and self.spread.as_record(),
                "worth_asking": None if self.helpful is None else to_see(self.helpful)}


@dataclass(frozen=True)
class MapResult:
    """Cells over two axes, row by row from the lowest y, and what they say about the study's sentence on trust."""

    place: Workplace
    unit: str
    x: Axis
    y: Axis
    cells: tuple[Cell, ...]
    answers: tuple[Answer, ...]
    aim: Aim
    horizon: int
    seed: int
    members: int
    runs: int
    enough: bool  # runs of each lever to decide anything
    taken_as_known: tuple[str, ...] = ()  # entries of the workplace that are not known for sure, and that the map sets

    def as_record(self) -> dict[str, Any]:
        """One object."""
        return {"workplace": self.place.name, "unit": self.unit, "x": self.x.name, "y": self.y.name, "measure": self.aim.name,
                "horizon": self.horizon, "seed": self.seed, "members": self.members, "runs": self.runs,
                "decided": all(cell.decided for cell in self.cells), "cells": [cell.as_record() for cell in self.cells],
                "trust_first": [one.as_record() for one in self.answers], "taken_as_known": list(self.taken_as_known)}


def lever(one: Package) -> str:
    """The name of a package of one lever; empty for nothing."""
    return one[0][0] if one else ""
