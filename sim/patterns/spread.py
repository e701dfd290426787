"""How the value of a check is spread over parameter sets that the evidence allows, beside the interval of its finding."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from sim.evidence.declaration import Bound
from sim.patterns.results import NO_RUN

IN, OUT, PARTLY = ("in", "out", "partly")
HOW = ("Over parameter sets, 'in': more than half of them lie inside the interval of the evidence; 'out': the whole range from 5 to 95 % "
       "of them lies outside; 'partly': neither. A set in which no run qualifies is not inside.")


@dataclass(frozen=True)
class Spread:
    """Quantiles of a value over parameter sets, None where it has none in any; inside: the share of all sets in the interval.

    sets: those in which some run qualifies.
    """

    low: float | None
    lower: float | None
    median: float | None
    upper: float | None
    high: float | None
    inside: float
    sets: int

    def __str__(self) -> str:
        return NO_RUN if self.median is None else f"{self.median:z.3f} ({self.low:z.3f} to {self.high:z.3f})"

    def verdict(self, bound: Bound) -> str:
        """In, out or partly."""
        if self.low is None or self.high is None:
            return NO_RUN
        if self.inside > 0.5:
            return IN
        return OUT if apart(bound, self.low, self.high) else PARTLY

    def as_record(self, bound: Bound) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return {**asdict(self), "verdict": self.verdict(bound)}


def spread_of(values: np.ndarray, bound: Bound) -> Spread:
    """From the value in each set, nan where no run qualifies."""
    told = values[~np.isnan(values)]
    inside = sum(map(bound.allows, told.tolist())) / len(values)
    low, lower, median, upper, high = np.quantile(told, [0.05, 0.25, 0.5, 0.75, 0.95]).tolist() if len(told) else [None] * 5
    return Spread(low, lower, median, upper, high, inside, len(told))


def apart(bound: Bound, low: float, high: float) -> bool:
    """Whether no value from low to high meets the bound."""
    first, last = max(low, bound.low), min(high, bound.high)
    return first > last or (first == last and not bound.allows(first))
