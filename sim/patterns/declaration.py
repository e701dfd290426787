"""What a pattern is: a claim, and checks that each hold one measure of the runs against one bound."""

from dataclasses import dataclass
from math import inf
from typing import NamedTuple

from sim.patterns.measures import Measure

CALIBRATION, PREDICTION, LITERATURE, AIM = "calibration", "prediction", "literature", "aim"


class Bound(NamedTuple):
    """The values that a pattern allows: from ``low`` to ``high``, without the ends themselves when ``strict``."""

    text: str
    low: float
    high: float
    strict: bool

    def allows(self, value: float) -> bool:
        """Whether a value meets the bound; nan never does."""
        return self.low < value < self.high if self.strict else self.low <= value <= self.high

    def margin(self, value: float) -> float:
        """How far a value lies inside the bound, negative outside."""
        return min(value - self.low, self.high - value)


def at_least(limit: float) -> Bound:
    """``>=`` limit."""
    return Bound(f">= {limit:.3g}", limit, inf, strict=False)


def at_most(limit: float) -> Bound:
    """``<=`` limit."""
    return Bound(f"<= {limit:.3g}", -inf, limit, strict=False)


def above(limit: float) -> Bound:
    """``>`` limit."""
    return Bound(f"> {limit:.3g}", limit, inf, strict=True)


def below(limit: float) -> Bound:
    """``<`` limit."""
    return Bound(f"< {limit:.3g}", -inf, limit, strict=True)


def between(low: float, high: float, strict: bool = False) -> Bound:
    """From low to high; the ends count unless strict."""
    sign = "<" if strict else "<="
    return Bound(f"{low:.3g} {sign} x {sign} {high:.3g}", low, high, strict)


def exactly(value: float) -> Bound:
    """This value and no other."""
    return Bound(f"= {value:.3g}", value, value, strict=False)


class Sample(NamedTuple):
    """The runs of one unit in one arm."""

    arm: str
    unit: str


@dataclass(frozen=True)
class Check:
    """One measure of some samples, held against a bound."""

    label: str
    measure: Measure
    samples: tuple[Sample, ...]
    bound: Bound


@dataclass(frozen=True)
class Pattern:
    """A pattern under its id; it holds when all its checks hold.

    ``strength`` says how firmly the source supports it, ``measured`` in one sentence how it is measured.
    """

    id: str
    tier: str
    claim: str
    strength: str
    measured: str
    checks: tuple[Check, ...]

    def arms(self) -> list[str]:
        """Names of the arms that have to be simulated for it."""
        return list(dict.fromkeys(sample.arm for check in self.checks for sample in check.samples))
