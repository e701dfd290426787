"""What may vary, as a unit cube: every parameter over its range, and the entries of workplaces that were read from words.

Candidate number n of a seed is a pure function of the two: blocks of candidates are drawn by address, so that it does not matter in
which order, by how many workers or on which day they are looked at.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from sim.inputs.parameters import PARAMETERS, Parameters
from sim.inputs.uncertain import Entry, entries, with_entries
from sim.inputs.workplace import Workplace

NAMES = tuple(PARAMETERS)
BETWEEN = ": "  # a workplace and the path of its entry, in the name of a coordinate
REMEMBERED = 5000  # candidates
DIGITS = 6  # significant ones, which float32 keeps: so an ensemble is small


@dataclass(frozen=True)
class Cube:
    """Parameters, and of each workplace the entries that vary, none where contexts stand as recorded."""

    places: Mapping[str, Workplace]
    entries: Mapping[str, Sequence[Entry]] = field(default_factory=dict)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The coordinates: parameters first, then workplace by workplace."""
        return (*NAMES, *self.named_entries)

    @property
    def named_entries(self) -> dict[str, Entry]:
        """The entries that vary, by the name of their coordinate."""
        return {f"{place}{BETWEEN}{entry.path}": entry for place, several in self.entries.items() for entry in several}

    @cached_property
    def low(self) -> np.ndarray:
        """The lower ends of the ranges."""
        return self._ends("low")

    @cached_property
    def high(self) -> np.ndarray:
        """The upper ends."""
        return self._ends("high")

    def _ends(self, end: str) -> np.ndarray:
        return np.array([getattr(one, end) for one in (*PARAMETERS.values(), *self.named_entries.values())], float)

    def columns(self, places: Sequence[str] = ()) -> np.ndarray:
        """The coordinates that runs of these workplaces depend on: all parameters, and their own entries."""
        own = [at for at, name in enumerate(self.names) if name.partition(BETWEEN)[0] in places and BETWEEN in name]
        return np.array([*range(len(NAMES)), *own])

    def values(self, points: np.ndarray) -> np.ndarray:
        """Values in their own units, rounded, of points of shape (n, coordinates)."""
        return np.clip(rounded(self.low + (self.high - self.low) * points), self.low, self.high)

    def shares(self, values: np.ndarray) -> np.ndarray:
        """Where values lie in their ranges, 0 to 1."""
        return (values - self.low) / (self.high - self.low)

    def parameters(self, values: np.ndarray) -> list[Parameters]:
        """The parameter set of each row of values; they lie inside the ranges, so that nothing is checked again."""
        return [_parameters(row.tobytes()) for row in np.ascontiguousarray(values[:, :len(NAMES)])]

    def workplaces(self, name: str, values: np.ndarray) -> list[Workplace]:
        """A workplace with the entries of each row of values; the same object for all where none vary."""
        place, own = self.places[name], self.columns([name])[len(NAMES):]
        if not own.size:
            return [place] * len(values)
        return [self._workplace(name, row.tobytes()) for row in values[:, own]]

    @cached_property
    def _workplace(self) -> Callable[[str, bytes], Workplace]:
        """A workplace with other values at its entries; candidates are looked at several times, so the last are remembered."""
        return lru_cache(maxsize=REMEMBERED)(lambda name, row: with_entries(self.places[name], np.frombuffer(row)))


@lru_cache(maxsize=REMEMBERED)
def _parameters(row: bytes) -> Parameters:
    values: dict[str, Any] = dict(zip(NAMES, np.frombuffer(row).tolist(), strict=True))
    return Parameters.model_construct(**values)


def cube_of(places: Sequence[Workplace], ranges: bool) -> Cube:
    """The cube over some workplaces, with the ranges of their entries or as recorded."""
    return Cube({place.name: place for place in places}, {place.name: entries(place) for place in places} if ranges else {})


def rounded(values: np.ndarray) -> np.ndarray:
    """Values with six significant digits, the same float64 from float32 and float64."""
    numbers = np.asarray(values, float)
    digits = 10.0 ** (DIGITS - 1 - np.floor(np.log10(np.maximum(np.abs(numbers), 1e-12))))
    return np.round(numbers * digits) / digits


CANDIDATES, TRAINING, PLAIN, CUTS = range(4)  # streams of draws, each independent of the others


class Block:
    """A block of candidates: points of the cube, and what else is drawn for each."""

    def __init__(self, seed: int, stream: int, number: int, size: int, dimensions: int):
        generator = np.random.Generator(np.random.Philox(key=[seed, (stream << 48) | number]))
        self.numbers = number * size + np.arange(size)
        self.seeds = generator.integers(2**31, size=size)  # of the runs of each candidate
        self.lots = generator.random(size)  # who is audited
        self.points = generator.random((size, dimensions))
