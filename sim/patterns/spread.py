"""How the value of a check is spread over parameter sets that the evidence allows, beside the interval of its finding."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.evidence.declaration import Bound
from sim.patterns.results import NO_RUN

IN, OUT, PARTLY = ("in", "out", "partly")
HOW = ("Over parameter sets, 'in': more than half of them lie inside the interval of the evidence; 'out': the whole range from 5 to 95 % "
       "of them lies outside; 'partly': neither. A set in which no run qualifies is not inside.")


QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True)
class Spread:
    """The value of a check over parameter sets.

    quantiles: its QUANTILES over the sets in which some run qualifies, None where there is no such set; sets: how many there are.
    inside: the share of all sets in which it lies in the interval of the evidence.
    """

    quantiles: tuple[float, ...] | None
    inside: float
    sets: int

    def __str__(self) -> str:
        if self.quantiles is None:
            return NO_RUN
        low, _, median, _, high = self.quantiles
        return f"{median:z.3f} ({low:z.3f} to {high:z.3f})"

    def verdict(self, bound: Bound) -> str:
        """In, out or partly."""
        if self.quantiles is None:
            return NO_RUN
        if self.inside > 0.5:
            return IN
        return OUT if apart(bound, self.quantiles[0], self.quantiles[-1]) else PARTLY

    def as_record(self, bound: Bound) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        told = dict(zip(map(str, QUANTILES), self.quantiles, strict=True)) if self.quantiles else None
        return {"quantiles": told, "inside": self.inside, "sets": self.sets, "verdict": self.verdict(bound)}


def spread_of(values: np.ndarray, bound: Bound) -> Spread:
    """From the value in each set, nan where no run qualifies."""
    told = values[~np.isnan(values)]
    inside = sum(map(bound.allows, told.tolist())) / len(values)
    return Spread(tuple(np.quantile(told, QUANTILES).tolist()) if len(told) else None, inside, len(told))


def apart(bound: Bound, low: float, high: float) -> bool:
    """Whether no value from low to high meets the bound."""
    first, last = max(low, bound.low), min(high, bound.high)
    return first > last or (first == last and not bound.allows(first))
