"""Simulators whose acceptance is known, for what finds acceptable candidates without knowing what they are of."""

from typing import NamedTuple

import numpy as np
from scipy.special import ndtri

from sim.calibration.evidence import Group
from sim.evidence.declaration import Bound, between

NOISE = 0.05


class Toy(NamedTuple):
    """Two groups of checks on four coordinates: the first is to be at least 0.9, and the product of two others from 0.3 to 0.5."""

    noise: float = NOISE
    asked: tuple[Bound, ...] = (between(0.9, np.inf), between(0.3, 0.5))

    def __call__(self) -> "Toy":
        """Itself, as a maker of problems."""
        return self

    @property
    def bounds(self) -> list[Bound]:
        return list(self.asked)

    @property
    def groups(self) -> list[Group]:
        return [Group("one", (), (0,), ("a",), 1.0), Group("two", (), (1,), ("b",), 2.0)]

    @property
    def dimensions(self) -> int:
        return 4

    def values(self, points):
        return points

    def columns(self, places):
        return np.arange(4)

    def run(self, group, values, seeds, firsts, runs):
        """Runs by address: a normal draw of its own for each run of each candidate, of digits far behind the point of a sine."""
        shown = values[:, 0] if group.name == "one" else values[:, 1] * values[:, 2]
        address = (seeds % 100_003)[:, None] * 12.9898 + (firsts[:, None] + np.arange(runs)) * 78.233 + ord(group.name[0])
        luck = ndtri((np.sin(address) * 43758.5453) % 1 * 0.9999 + 5e-5)
        return (shown[:, None] + self.noise * luck)[:, :, None]

    def accepts(self, values):
        """Without noise."""
        both = values[:, 1] * values[:, 2]
        return (values[:, 0] >= 0.9) & (both >= 0.3) & (both <= 0.5)
